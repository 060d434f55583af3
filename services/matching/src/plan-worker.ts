import { parentPort, workerData } from 'node:worker_threads';
import { assert } from '@greenlane/kernel/assert';
import { certifyPlan } from '@greenlane/planning/certify';
import type { PlanInstance } from '@greenlane/planning/instance';
import { type Plan, solve } from '@greenlane/planning/solve';

export type PlanWork = {
  readonly instance: PlanInstance;
  readonly iterations: number;
  readonly seed: number;
  readonly certifySeconds?: number;
};

export type PlanResult = { readonly plan: Plan; readonly certified?: { readonly optimal: boolean } };

async function work({ instance, iterations, seed, certifySeconds }: PlanWork): Promise<PlanResult> {
  const plan = solve(instance, { iterations, seed });
  if (certifySeconds === undefined) return { plan };
  const certified = await certifyPlan(instance, plan, certifySeconds);
  return { plan: certified.plan, certified: { optimal: certified.optimal } };
}

assert(parentPort, 'this file runs as a worker');
parentPort.postMessage(await work(workerData as PlanWork));
