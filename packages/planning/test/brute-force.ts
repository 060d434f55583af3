import type { PlanInstance, PlanTuple } from '@greenlane/planning/instance';
import { compareTuples, DIMENSION_COUNT } from '@greenlane/planning/instance';
import { type PlannedUnits, tupleOf } from '@greenlane/planning/solve';

/** Every way to place every container: shares no code with the solver but the tuple's definition. Tiny instances only. */
export function bruteForce(instance: PlanInstance): PlanTuple {
  const free = instance.offers.map(({ legs }) => legs.map((leg) => [...leg]));
  const chosen: PlannedUnits[] = [];
  let best: PlanTuple | undefined;

  const room = (request: number, option: number, units: number, sign: 1 | -1): boolean => {
    const { space, options } = instance.requests[request]!;
    const { offer, fromLeg, toLeg } = options[option]!;
    let holds = true;
    for (let leg = fromLeg; leg < toLeg; leg += 1) {
      for (let d = 0; d < DIMENSION_COUNT; d += 1) {
        free[offer]![leg]![d]! -= sign * space[d]! * units;
        if (free[offer]![leg]![d]! < 0) holds = false;
      }
    }
    return holds;
  };

  const visit = (request: number, option: number, left: number): void => {
    const current = instance.requests[request];
    if (current === undefined) {
      const tuple = tupleOf(instance, chosen);
      if (best === undefined || compareTuples(tuple, best) < 0) best = tuple;
      return;
    }
    if (option === current.options.length) {
      const placed = current.units - left;
      if (!current.splitAllowed && placed !== 0 && left !== 0) return;
      visit(request + 1, 0, instance.requests[request + 1]?.units ?? 0);
      return;
    }
    for (let units = 0; units <= left; units += 1) {
      if (!current.splitAllowed && units !== 0 && units !== current.units) continue;
      if (units > 0) chosen.push({ request, option, units });
      if (room(request, option, units, 1)) visit(request, option + 1, left - units);
      room(request, option, units, -1);
      if (units > 0) chosen.pop();
    }
  };
  visit(0, 0, instance.requests[0]?.units ?? 0);
  return best!;
}
