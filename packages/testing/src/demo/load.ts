import { createHash } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import type { Allocation } from '@greenlane/contracts/allocation';
import { hasValidIso6346CheckDigit } from '@greenlane/contracts/values';
import { seededRandom } from '../random.ts';
import { type ApiClient, apiClient } from './http.ts';
import { localDateTime } from './local-time.ts';
import type { ReplayClock } from './replay-clock.ts';
import { type DemoOrganisation, demoScenario, type Scenario } from './scenario.ts';

const HOUR_MILLISECONDS = 3_600_000;
/** The replay advances in steps of this length. */
const STEP_HOURS = 12;

export type DemoCredentials = {
  readonly baseUrl: string;
  readonly keys: Readonly<Record<string, { readonly role: string; readonly apiKey: string }>>;
};

type Progress = {
  readonly seed: number;
  readonly now: string;
  readonly doneSteps: number;
  readonly isComplete: boolean;
};

export type DemoOptions = {
  readonly baseUrl: string;
  readonly seed: number;
  readonly clock: ReplayClock;
  /** Kept beside the data: which steps are done, so that a load that was killed goes on where it stopped. */
  readonly progressFile: string;
  readonly credentialsFile: string;
  /** Makes the first authority key; used once, on a fresh platform. */
  readonly firstKey: () => Promise<{ readonly organisationId: string; readonly apiKey: string }>;
  /** Resolves when all events so far have been handled. */
  readonly settled: () => Promise<void>;
  readonly onProgress: (done: number, total: number) => void;
  readonly signal: AbortSignal;
};

async function readJson<Value>(path: string): Promise<Value | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as Value);
}

/** Written beside and moved into place: a kill leaves the old file or the new one, never half of one. */
async function writeJson(path: string, value: unknown): Promise<void> {
  await writeFile(`${path}.new`, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  await rename(`${path}.new`, path);
}

async function registerEveryone(scenario: Scenario, options: DemoOptions): Promise<DemoCredentials> {
  const known = (await readJson<DemoCredentials>(options.credentialsFile)) ?? { baseUrl: options.baseUrl, keys: {} };
  const keys: Record<string, { role: string; apiKey: string }> = { ...known.keys };
  if (!keys['authority']) {
    const first = await options.firstKey();
    keys[first.organisationId] = { role: 'authority', apiKey: first.apiKey };
    await writeJson(options.credentialsFile, { baseUrl: options.baseUrl, keys });
  }
  await options.settled();
  const authority = apiClient(options.baseUrl, keys['authority']?.apiKey ?? '');
  const isRegistered = (organisation: DemoOrganisation) => keys[organisation.organisationId] !== undefined;
  for (const organisation of scenario.organisations.filter((each) => !isRegistered(each))) {
    await authority.post('/v1/programme/organisations', organisation, { allow: [409] });
    const issued = await authority.post<{ apiKey?: string }>(
      `/v1/programme/organisations/${organisation.organisationId}/api-keys`,
      { label: 'demo' },
    );
    if (issued.apiKey === undefined) throw new Error(`no key for ${organisation.organisationId}`);
    keys[organisation.organisationId] = { role: organisation.role, apiKey: issued.apiKey };
    await writeJson(options.credentialsFile, { baseUrl: options.baseUrl, keys });
  }
  for (const { reference, ...designation } of scenario.designations) {
    await authority.post(
      '/v1/programme/designations',
      {
        ...designation,
        markets: ['CHINA'],
        validFrom: scenario.start.toISOString().slice(0, 10),
        evidence: { reference },
      },
      { key: `demo-designation-${designation.organisationId}` },
    );
  }
  const { policy } = scenario;
  await authority.post('/v1/programme/policies', policy, { key: `demo-policy-${policy.version}`, allow: [409] });
  // A second person approves: another key of the authority, made for this and revoked again.
  const second = await authority.post<{ keyId: string; apiKey: string }>(
    '/v1/programme/organisations/authority/api-keys',
    { label: 'second approver' },
  );
  await options.settled();
  await apiClient(options.baseUrl, second.apiKey).post(
    `/v1/programme/policies/${policy.policyId}/versions/${policy.version}/approval`,
    undefined,
  );
  await fetch(`${options.baseUrl}/v1/programme/organisations/authority/api-keys/${second.keyId}`, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${keys['authority']?.apiKey}` },
  });
  await options.settled();
  return { baseUrl: options.baseUrl, keys };
}

type BatchLine = { readonly line: number; readonly status: number; readonly errors?: unknown };

function refuseFailures(lines: readonly BatchLine[], what: string): void {
  const failed = lines.find((line) => line.status >= 400);
  if (failed) throw new Error(`the demo's ${what} was refused: ${JSON.stringify(failed)}`);
}

async function publishOffers(scenario: Scenario, clientOf: (id: string) => ApiClient): Promise<void> {
  for (const [carrierId, offers] of Map.groupBy(scenario.offers, (offer) => offer.carrierId)) {
    refuseFailures(
      await clientOf(carrierId).batch<BatchLine>(
        '/v1/vessel-offers/batch',
        offers.map(({ body }) => body),
        `demo-offers-${carrierId}`,
      ),
      'offer',
    );
  }
}

async function registerProofs(scenario: Scenario, clientOf: (id: string) => ApiClient): Promise<void> {
  for (const { carrierId, body } of scenario.proofs)
    await clientOf(carrierId).post('/v1/carbon/fuel-evidence', body, {
      key: `demo-proof-${body.reference}`,
      allow: [409],
    });
}

async function submitRequests(
  scenario: Scenario,
  window: { readonly step: number; readonly from: number; readonly to: number },
  clientOf: (id: string) => ApiClient,
): Promise<void> {
  const due = scenario.requests.filter(
    ({ submittedAt }) => submittedAt.getTime() >= window.from && submittedAt.getTime() < window.to,
  );
  for (const [exporterId, requests] of Map.groupBy(due, (request) => request.exporterId)) {
    refuseFailures(
      await clientOf(exporterId).batch<BatchLine>(
        '/v1/cargo-requests/batch',
        requests.map(({ body }) => body),
        `demo-requests-${exporterId}-${window.step}`,
      ),
      'request',
    );
  }
}

const fraction = (text: string): number =>
  Number.parseInt(createHash('sha256').update(text).digest('hex').slice(0, 8), 16) / 0x1_0000_0000;

/** Carriers confirm what is held, decline a little of it, and let a little lapse. */
async function answerHolds(carriers: readonly string[], clientOf: (id: string) => ApiClient): Promise<void> {
  for (const carrierId of carriers) {
    for (const allocation of await clientOf(carrierId).all<Allocation>('/v1/allocations?status=held')) {
      const mood = fraction(`${allocation.requestReference}/${allocation.carrierOfferReference}`);
      if (mood < 0.03) continue;
      const answer = mood < 0.06 ? 'decline' : 'confirmation';
      await clientOf(carrierId).post(`/v1/allocations/${allocation.allocationId}/${answer}`, undefined, {
        key: `demo-${answer}-${allocation.allocationId}`,
        allow: [409, 422],
      });
    }
  }
}

const OWNER_CODE = 'GRNU';

/** A container number of its own for unit u of the n-th allocation of a request, with its ISO 6346 check digit. */
export function demoContainer(requestNumber: number, ordinal: number, unit: number): string {
  const serial = String((requestNumber * 1_000 + (ordinal % 40) * 25 + unit) % 1_000_000).padStart(6, '0');
  for (let digit = 0; digit <= 9; digit += 1) {
    const reference = `${OWNER_CODE}${serial}${digit}`;
    if (hasValidIso6346CheckDigit(reference)) return reference;
  }
  throw new Error(`no check digit for ${OWNER_CODE}${serial}`);
}

type Move = {
  readonly code: 'GTIN' | 'CUSS' | 'CUSI' | 'CUSR' | 'LOAD' | 'DISC';
  readonly at: number;
  readonly port: string;
};

/**
 * What a container of the demo goes through. Green boxes come late and pass at once (mean about a day and a half); ordinary ones
 * wait three to five days, as the published figures for Chinese exports say (4.8 days, FourKites, spring 2023).
 */
function movesOf(allocation: Allocation, container: string): readonly Move[] {
  const random = seededRandom(Number.parseInt(createHash('sha256').update(container).digest('hex').slice(0, 8), 16));
  const departure = Date.parse(allocation.departureDateTime);
  const load = departure - random.whole(3, 14) * HOUR_MILLISECONDS - random.whole(1, 59) * 60_000;
  const dwellHours = allocation.priority ? 27 + random.next() * 20 : 50 + random.next() * 85;
  const closes = departure - (allocation.dangerousGoods.length > 0 ? 41 : 29) * HOUR_MILLISECONDS;
  const gateIn = Math.min(load - dwellHours * HOUR_MILLISECONDS, closes - random.whole(1, 59) * 60_000);
  const isInspected = random.next() < 0.06;
  const moves: Move[] = [{ code: 'GTIN', at: gateIn, port: allocation.loadPort }];
  const scan = gateIn + (allocation.priority ? 2 : 9) * HOUR_MILLISECONDS;
  moves.push({ code: 'CUSS', at: scan, port: allocation.loadPort });
  if (isInspected) moves.push({ code: 'CUSI', at: scan + HOUR_MILLISECONDS, port: allocation.loadPort });
  moves.push({ code: 'CUSR', at: scan + (isInspected ? 9 : 3) * HOUR_MILLISECONDS, port: allocation.loadPort });
  moves.push({ code: 'LOAD', at: load, port: allocation.loadPort });
  moves.push({
    code: 'DISC',
    at: Date.parse(allocation.arrivalDateTime) + 11 * HOUR_MILLISECONDS,
    port: allocation.dischargePort,
  });
  return moves;
}

function dcsaEvent(allocation: Allocation, container: string, move: Move): unknown {
  const when = new Date(Math.floor(move.at / 60_000) * 60_000);
  return {
    eventID: `demo-${container}-${allocation.carrierExportVoyageNumber}-${move.code}`,
    eventType: 'EQUIPMENT',
    eventCreatedDateTime: when.toISOString(),
    eventClassifierCode: 'ACT',
    eventDateTime: localDateTime(when, move.port),
    equipmentEventTypeCode: move.code,
    equipmentReference: container,
    ISOEquipmentCode: allocation.ISOEquipmentCode,
    emptyIndicatorCode: 'LADEN',
    eventLocation: { UNLocationCode: move.port },
    transportCall: {
      exportVoyageNumber: allocation.carrierExportVoyageNumber,
      modeOfTransport: move.code === 'GTIN' ? 'TRUCK' : 'VESSEL',
      vessel: { vesselIMONumber: allocation.vessel.vesselIMONumber },
    },
  };
}

/** Assigns containers to sailings that are near, and posts every move that has happened by now. */
async function moveContainers(
  state: { readonly scenario: Scenario; readonly posted: Set<string>; readonly from: number; readonly to: number },
  clientOf: (id: string) => ApiClient,
): Promise<void> {
  const { scenario, posted, to } = state;
  const exporters = scenario.organisations
    .filter(({ role }) => role === 'exporter')
    .map(({ organisationId }) => organisationId);
  const operators = scenario.organisations.filter(({ role }) => role === 'port-operator');
  const eventsOf = new Map<string, unknown[]>();
  for (const exporterId of exporters) {
    const all = await clientOf(exporterId).all<Allocation>('/v1/allocations');
    const ofRequest = Map.groupBy(all, (allocation) => allocation.requestId);
    for (const allocation of all) {
      if (!['confirmed', 'loaded'].includes(allocation.status)) continue;
      if (Date.parse(allocation.departureDateTime) - to > 9 * 24 * HOUR_MILLISECONDS) continue;
      const ordinal = (ofRequest.get(allocation.requestId) ?? []).findIndex(
        (each) => each.allocationId === allocation.allocationId,
      );
      const requestNumber = Number(allocation.requestReference.slice(-4));
      const containers = Array.from({ length: allocation.units }, (_unused, unit) =>
        demoContainer(requestNumber, ordinal, unit),
      );
      if (!posted.has(allocation.allocationId)) {
        await clientOf(exporterId).post(
          '/v1/port-channel/containers',
          { allocationId: allocation.allocationId, equipmentReferences: containers },
          { key: `demo-containers-${allocation.allocationId}`, allow: [409] },
        );
        posted.add(allocation.allocationId);
      }
      for (const container of containers) {
        for (const move of movesOf(allocation, container)) {
          if (move.at >= to || move.at < to - 60 * 24 * HOUR_MILLISECONDS) continue;
          const event = dcsaEvent(allocation, container, move) as { eventID: string };
          if (posted.has(event.eventID)) continue;
          posted.add(event.eventID);
          const operator =
            operators.find(({ ports }) => ports?.includes(move.port))?.organisationId ?? allocation.carrierId;
          eventsOf.set(operator, [...(eventsOf.get(operator) ?? []), event]);
        }
      }
    }
  }
  for (const [operator, events] of eventsOf) {
    for (let start = 0; start < events.length; start += 500)
      await clientOf(operator).post('/v1/port-channel/equipment-events', events.slice(start, start + 500));
  }
}

/** Whether a statement of it would show certified fuel. */
function hasProof({ chain }: Allocation): boolean {
  const { profile } = chain.sea;
  return profile.dataQuality === 'PRIMARY' && profile.evidence.some((item) => item.type === 'PROOF_OF_SUSTAINABILITY');
}

/** Exporters ask for a signed statement of what has sailed, of cargo on certified fuel first. */
async function issueStatements(scenario: Scenario, clientOf: (id: string) => ApiClient): Promise<void> {
  for (const { organisationId } of scenario.organisations.filter(({ role }) => role === 'exporter')) {
    const shipped = [
      ...(await clientOf(organisationId).all<Allocation>('/v1/allocations?status=loaded')),
      ...(await clientOf(organisationId).all<Allocation>('/v1/allocations?status=completed')),
    ];
    const onCertifiedFuelFirst = shipped.toSorted((a, b) => Number(hasProof(b)) - Number(hasProof(a)));
    for (const allocation of onCertifiedFuelFirst.slice(0, 2)) {
      await clientOf(organisationId).post(
        '/v1/carbon/statements',
        { allocationIds: [allocation.allocationId] },
        { key: `demo-statement-${allocation.allocationId}` },
      );
    }
  }
}

/**
 * Loads the demo through the public API, replaying three weeks up to the present. It can be stopped or killed at any moment and
 * goes on at the step it was in: every call carries a key or a reference under which it counts once.
 */
export async function loadDemo(options: DemoOptions): Promise<DemoCredentials> {
  const stored = await readJson<Progress>(options.progressFile);
  const progress: Progress = stored ?? {
    seed: options.seed,
    now: new Date().toISOString(),
    doneSteps: 0,
    isComplete: false,
  };
  const credentials = await readJson<DemoCredentials>(options.credentialsFile);
  if (progress.isComplete && credentials) {
    if (credentials.baseUrl !== options.baseUrl)
      await writeJson(options.credentialsFile, { ...credentials, baseUrl: options.baseUrl });
    return { ...credentials, baseUrl: options.baseUrl };
  }
  if (!stored) await writeJson(options.progressFile, progress);
  const scenario = demoScenario({ seed: progress.seed, now: new Date(progress.now) });
  const steps = Math.ceil((scenario.end.getTime() - scenario.start.getTime()) / (STEP_HOURS * HOUR_MILLISECONDS));
  const timeOf = (step: number) =>
    Math.min(scenario.start.getTime() + step * STEP_HOURS * HOUR_MILLISECONDS, scenario.end.getTime());
  options.clock.setReplayTime(new Date(timeOf(progress.doneSteps)));
  const { keys } = await registerEveryone(scenario, options);
  const clients = new Map(Object.entries(keys).map(([id, { apiKey }]) => [id, apiClient(options.baseUrl, apiKey)]));
  const clientOf = (id: string): ApiClient => {
    const client = clients.get(id);
    if (!client) throw new Error(`no key for ${id}`);
    return client;
  };
  await publishOffers(scenario, clientOf);
  await registerProofs(scenario, clientOf);
  await options.settled();
  const carriers = scenario.organisations
    .filter(({ role }) => role === 'carrier')
    .map(({ organisationId }) => organisationId);
  const posted = new Set<string>();
  for (let step = progress.doneSteps; step < steps; step += 1) {
    if (options.signal.aborted) return { baseUrl: options.baseUrl, keys };
    const window = { step, from: timeOf(step), to: timeOf(step + 1) };
    options.clock.setReplayTime(new Date(window.to));
    await submitRequests(scenario, window, clientOf);
    await options.settled();
    await answerHolds(carriers, clientOf);
    await options.settled();
    await moveContainers({ scenario, posted, ...window }, clientOf);
    await options.settled();
    await writeJson(options.progressFile, { ...progress, doneSteps: step + 1 });
    options.onProgress(step + 1, steps);
  }
  await issueStatements(scenario, clientOf);
  options.clock.goLive();
  await writeJson(options.progressFile, { ...progress, doneSteps: steps, isComplete: true });
  return { baseUrl: options.baseUrl, keys };
}
