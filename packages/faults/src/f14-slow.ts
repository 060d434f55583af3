import { type Fault, findings, type Outcome } from './fault.ts';
import { onChokingService, requestRecord } from './poison/world.ts';
import { until } from './process.ts';
import type { Stage } from './stage.ts';
import { environmentWithout } from './without-guard.ts';

const GROWTH_MEGABYTES = 80;

/** Judges samples of memory taken while a backlog drains: the second half must not need more than the first. */
export function growthOf(samples: readonly number[]): number {
  const half = Math.floor(samples.length / 2);
  return Math.max(...samples.slice(half)) - Math.max(...samples.slice(0, half));
}

async function drain(stage: Stage, events: number, broken: Readonly<Record<string, string>> = {}): Promise<Outcome> {
  const { all, expect } = findings();
  const environment = { FAULTS_SLOW_MILLISECONDS: '1', ...broken };
  return onChokingService(stage, environment, async ({ kafka, world, service }) => {
    for (let from = 0; from < events; from += 1_000) {
      const size = Math.min(1_000, events - from);
      await kafka.produce(
        Array.from({ length: size }, (_none, index) => requestRecord(from + index, `R-${from + index}`)),
      );
    }
    const samples: number[] = [];
    const members = new Set<string>();
    const began = performance.now();
    await until('the backlog is drained', 600_000, async () => {
      const text = await (await fetch(`${service.url}/metrics`)).text();
      samples.push(Number(/^process_resident_memory_bytes (\S+)/m.exec(text)?.[1] ?? 0) / 1_048_576);
      for (const member of await kafka.members('faults')) members.add(member);
      return (await kafka.lag(['faults'])) === 0;
    });
    const [row] = await world.query<{ all: number; distinct: number }>(
      'select count(*)::int as all, count(distinct request_id)::int as distinct from faults.effect',
    );
    const growth = growthOf(samples);
    const most = Math.max(...samples);
    expect(
      row?.all === events && row.distinct === events,
      'I3',
      `${row?.all} effects of ${row?.distinct} events; ${events} were sent`,
    );
    expect(growth < GROWTH_MEGABYTES, 'memory', `memory grew by ${growth.toFixed(0)} MB while the backlog drained`);
    expect(
      members.size === 1,
      'rebalance',
      `${members.size} members came and went: the group was rebalanced again and again`,
    );
    const seconds = (performance.now() - began) / 1_000;
    return {
      figure: `${events.toLocaleString('en')} events drained in ${seconds.toFixed(0)} s at most ${most.toFixed(0)} MB (${growth >= 0 ? '+' : ''}${growth.toFixed(0)} MB in the second half), one member throughout`,
      findings: all,
    };
  });
}

export const slow: Fault = {
  name: 'F14',
  title: 'a slow consumer before a long backlog on a real Kafka',
  invariants: ['I3'],
  run: (stage) => drain(stage, stage.sized(30_000, { short: 3_000 })),
  // A consumer that goes on while it works: its memory is the backlog, and what it has acknowledged is not done.
  twin: (stage) =>
    drain(stage, stage.sized(30_000, { short: 3_000 }), environmentWithout('acknowledging-waits-for-handling')),
};
