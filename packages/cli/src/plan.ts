import { writeFile } from 'node:fs/promises';
import { CargoRequest, CargoRequestBody } from '@greenlane/contracts/cargo-request';
import { Policy } from '@greenlane/contracts/policy';
import { problemItems } from '@greenlane/contracts/problem-items';
import { Identifier } from '@greenlane/contracts/values';
import { VesselOffer, VesselOfferBody } from '@greenlane/contracts/vessel-offer';
import { canonicalLocationCode } from '@greenlane/geography/ports';
import { marketOf } from '@greenlane/geography/regions';
import { type OfflineBook, offlinePlan } from '@greenlane/matching/domain/offline-plan';
import { certifyPlan } from '@greenlane/planning/certify';
import { planDocument } from '@greenlane/planning/document';
import { defaultIterations, solve } from '@greenlane/planning/solve';
import { RULES } from '@greenlane/testing/demo/rules';
import cliProgress from 'cli-progress';
import { z } from 'zod';
import { readJsonFile } from './json-file.ts';
import { readJsonLines, WrongLines } from './json-lines.ts';
import { requireWritable } from './paths.ts';

export type PlanOptions = {
  readonly offers: string;
  readonly requests: string;
  readonly out: string;
  readonly iterations?: number;
  readonly policy?: string;
  readonly seconds?: number;
  readonly certify?: boolean;
  readonly seed: number;
};

/** How long the exact solver may look when `--certify` is given without `--seconds`. */
const CERTIFY_SECONDS = 60;
/** A body as the API takes it, with the name that the API would have given; state and policy fields may be there too. */
const Offer = VesselOfferBody.extend({ offerId: Identifier });
const Request = CargoRequestBody.extend({ requestId: Identifier, priority: z.boolean().default(false) });

/** Without `--policy`: the demo's rules, for planning speeds, the way between Asia and Europe, and certificates. */
const ASSUMED_POLICY = Policy.parse({
  policyId: 'offline',
  version: 'offline-assumed',
  basis: 'ASSUMED',
  status: 'in-force',
  effectiveFrom: '2020-01-01T00:00:00Z',
  evidence: [],
  rules: RULES,
});

async function readPolicy(path: string): Promise<Policy> {
  const value = await readJsonFile(path);
  const parsed = Policy.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new WrongLines(
    problemItems(parsed.error, value)
      .map(({ property, message }) => `${path}: ${property ?? 'the file'}: ${message}`)
      .join('\n'),
  );
}

/** The market of the first known port in the list; the engine's own rules refuse what does not fit it. */
function marketIn(ports: readonly string[]): string | undefined {
  for (const port of ports) {
    const market = marketOf(canonicalLocationCode(port));
    if (market !== undefined) return market;
  }
  return undefined;
}

async function readBook(options: PlanOptions): Promise<OfflineBook> {
  const bodies = await readJsonLines(options.offers, Offer, 'offerId');
  const asked = await readJsonLines(options.requests, Request, 'requestId');
  const policy = options.policy === undefined ? ASSUMED_POLICY : await readPolicy(options.policy);
  // An evidence period must be past on the day of publication: offline, that is the day before the first call.
  const earliest = (calls: VesselOffer['portCalls']) =>
    calls.flatMap(({ arrivalDateTime, departureDateTime }) => arrivalDateTime ?? departureDateTime ?? [])[0];
  const offers = bodies.map(({ line, document: body }): VesselOffer => {
    const market = marketIn(body.portCalls.map(({ UNLocationCode }) => UNLocationCode));
    const publishedAt = earliest(body.portCalls);
    if (market === undefined || publishedAt === undefined) {
      const field =
        market === undefined ? 'UNLocationCode: no call is a known port' : 'arrivalDateTime: no call has a time';
      throw new WrongLines(`${options.offers}:${line}: portCalls.0.${field}`);
    }
    return VesselOffer.parse({
      ...body,
      version: 1,
      carrierId: 'offline',
      carrierName: 'offline',
      market,
      publishedAt,
    });
  });
  const requests = asked.map(({ line, document: { priority, ...body } }) => {
    const market = marketIn(body.origin.loadPorts);
    if (market === undefined) {
      throw new WrongLines(`${options.requests}:${line}: origin.loadPorts.0: no load port is a known port`);
    }
    const who = { exporterId: body.onBehalfOf ?? 'offline', exporterName: 'offline', submittedBy: 'offline' };
    const submittedAt = body.cargoReadyDateTime;
    return { priority, request: CargoRequest.parse({ ...body, ...who, version: 1, market, submittedAt }) };
  });
  return { offers, requests, policy };
}

/**
 * Plans offers and requests from files, without a server: the same translation, the same emissions code and the same
 * search as the platform's. Answers whether it could.
 */
export async function planFiles(options: PlanOptions): Promise<boolean> {
  let book: OfflineBook;
  try {
    book = await readBook(options);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return false;
  }
  await requireWritable(options.out);
  const { instance, options: considered } = offlinePlan(book);
  const iterations = options.iterations ?? defaultIterations(instance);
  console.error(`${instance.requests.length} requests, ${instance.offers.length} offers, ${iterations} iterations`);
  const bar = new cliProgress.SingleBar(
    { format: 'planning {bar} {percentage}% | {value}/{total}', clearOnComplete: false, stream: process.stderr },
    cliProgress.Presets.shades_classic,
  );
  bar.start(iterations, 0);
  const until = options.seconds === undefined ? Number.POSITIVE_INFINITY : performance.now() + options.seconds * 1000;
  let stopped = false;
  const planned = solve(instance, {
    iterations,
    seed: options.seed,
    onProgress: (done) => {
      bar.update(done);
      stopped = performance.now() >= until;
      return stopped;
    },
  });
  if (!stopped) bar.update(iterations);
  bar.stop();
  const certified =
    options.certify === true ? await certifyPlan(instance, planned, options.seconds ?? CERTIFY_SECONDS) : undefined;
  const plan = certified?.plan ?? planned;
  const document = {
    ...planDocument(instance, plan),
    optionsConsidered: considered,
    iterations,
    seed: options.seed,
    // Whoever repeats it gets the same plan only when nothing depended on the clock.
    reproducible: !stopped && certified === undefined,
    ...(certified === undefined ? {} : { certificate: certified.optimal ? 'OPTIMAL' : 'BOUND' }),
  };
  await writeFile(options.out, `${JSON.stringify(document, null, 2)}\n`);
  const { totals, firstComeFirstServed: first } = document;
  const line = (name: string, tuple: typeof first) =>
    `${name.padEnd(24)} ${String(tuple.priorityUnservedTeu).padStart(10)} ${String(tuple.standardUnservedTeu).padStart(10)} ${tuple.co2eKg.padStart(16)}`;
  console.log(`${''.padEnd(24)} priority left   standard left          kg CO2e   (TEU left behind)`);
  console.log(line('plan', totals));
  console.log(line('first come, first served', first));
  console.log(`served ${totals.servedTeu} TEU, of them ${totals.priorityServedTeu} for priority units`);
  console.log(
    `objective ${totals.objective} kg, no plan is below ${totals.lowerBound} kg: ${totals.gapPercent} % at most to gain`,
  );
  if (certified !== undefined)
    console.log(certified.optimal ? 'certified: no plan is better' : 'certified: the bound is proved');
  if (considered.requestsWithMore > 0)
    console.log(
      `judged among the ${considered.mostPerRequest} options with the least CO2e of each request; ${considered.requestsWithMore} had more`,
    );
  if (stopped) console.log(`stopped after ${options.seconds} s: not reproducible`);
  console.log(`wrote ${options.out} (plan ${document.planHash.slice(0, 12)})`);
  return true;
}
