import { offerBody, requestBody } from '@greenlane/testing/cargo';
import { checkWorld } from './check-world.ts';
import { type Fault, findings, type Outcome } from './fault.ts';
import { recordHistory, serverErrors } from './history.ts';
import { onWorld } from './on-world.ts';
import { until } from './process.ts';
import type { Stage, World } from './stage.ts';

const CONTAINERS = 50;
const CLAIMS = 200;

/** So many containers with space of an exporter, one an allocation, with four statements on each. */
async function statementsOf(world: World, url: string, exporter: 'solar' | 'capped'): Promise<readonly string[]> {
  const history = recordHistory();
  const post = (path: string, key: string, reference: string, body?: unknown) =>
    history.call({
      client: 0,
      name: path,
      reference,
      method: 'POST',
      url: `${url}${path}`,
      key,
      body,
      patienceMilliseconds: 60_000,
    });
  const { keys } = world;
  await post(
    '/v1/vessel-offers',
    keys.line,
    'offer',
    offerBody({ reference: `F11-${exporter}`, teu: CONTAINERS, confirmation: 'AUTO' }),
  );
  const lines = Array.from({ length: CONTAINERS }, (_none, index) =>
    JSON.stringify(requestBody({ reference: `F11-${exporter}-${index}`, units: 1 })),
  );
  await post('/v1/cargo-requests/batch', keys[exporter], 'requests', `${lines.join('\n')}\n`);
  const rows = await until(`${exporter} has ${CONTAINERS} footprints`, 120_000, async () => {
    const found = await world.query<{ id: string; status: string }>(
      `select distinct f.allocation_id as id, a.status from carbon.footprint f join matching.allocation a using (allocation_id)
       where a.exporter_id = $1 and a.payload ->> 'requestReference' like 'F11-%'`,
      [exporter],
    );
    return found.length === CONTAINERS ? found : undefined;
  });
  // A sailing that was there before asks for its carrier's word.
  for (const { id, status } of rows)
    if (status === 'held') await post(`/v1/allocations/${id}/confirmation`, keys.line, id);
  await world.settled(60_000);
  const statements: string[] = [];
  const wanted = rows.flatMap(({ id }) => Array.from({ length: CLAIMS / CONTAINERS }, () => id));
  await Promise.all(
    Array.from({ length: 6 }, async () => {
      for (let id = wanted.pop(); id !== undefined; id = wanted.pop()) {
        const made = await post('/v1/carbon/statements', keys[exporter], id, { allocationIds: [id] });
        if (made?.body?.statement) statements.push(made.body.statement.statementId);
      }
    }),
  );
  return statements;
}

async function race(stage: Stage, sabotage?: (world: World) => Promise<unknown>): Promise<Outcome> {
  const history = recordHistory();
  const { all, expect } = findings();
  return onWorld(stage, { prepare: sabotage }, async (world, service) => {
    const won: Record<string, number> = {};
    for (const exporter of ['solar', 'capped'] as const) {
      const statements = [...(await statementsOf(world, service.url, exporter))];
      await Promise.all(
        Array.from({ length: 32 }, async (_none, client) => {
          for (let statementId = statements.pop(); statementId !== undefined; statementId = statements.pop()) {
            await history.call({
              client,
              name: exporter,
              reference: statementId,
              method: 'POST',
              url: `${service.url}/v1/carbon/claims`,
              key: world.keys[exporter],
              body: { statementId },
            });
          }
        }),
      );
      won[exporter] = history.operations.filter(({ name, outcome }) => name === exporter && outcome === 'ok').length;
    }
    // Room for fifty of one exporter; the programme's cap then has room for thirty of the other.
    expect(
      won['solar'] === CONTAINERS,
      'I9',
      `${won['solar']} of ${CLAIMS} claims on ${CONTAINERS} containers were granted`,
    );
    expect(won['capped'] === 30, 'I9', `${won['capped']} claims were granted with room for 30 below the cap`);
    const errors = serverErrors(history.operations);
    expect(errors.length === 0, 'I9', `${errors.length} answers were 5xx`);
    await world.settled(60_000);
    all.push(...(await checkWorld(world)));
    return {
      figure: `${history.operations.length} racing claims on ${CONTAINERS} containers each: ${won['solar']} granted, and ${won['capped']} below the cap`,
      findings: all,
    };
  });
}

export const claims: Fault = {
  name: 'F11',
  title: 'racing claims on the same containers, with the cap reached midway',
  invariants: ['I9'],
  run: (stage) => race(stage),
  twin: (stage) => race(stage, (world) => world.query('drop index carbon.one_active_claim')),
};
