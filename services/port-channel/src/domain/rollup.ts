import type { Lane } from '@greenlane/contracts/port-channel-events';
import type { Stages } from './dwell.ts';

/** What a box is counted under. Empty text: not known. */
export type DwellGroup = {
  readonly UNLocationCode: string;
  readonly facilityCode: string;
  readonly carrierId: string;
  readonly clusterCode: string;
  readonly dangerousGoods: '' | 'true' | 'false';
  readonly gateInMode: string;
};
export type Dimension = keyof DwellGroup;
export const DIMENSIONS = [
  'UNLocationCode',
  'facilityCode',
  'carrierId',
  'clusterCode',
  'dangerousGoods',
  'gateInMode',
] as const satisfies readonly Dimension[];

/**
 * The sums that are kept ready: of everything, by each dimension alone, by each beside a port, and by all together. A question
 * with at most one filter beside the port reads one row a day and lane, however many boxes there were; any other reads the
 * finest groups.
 */
export const VIEWS: Readonly<Record<string, readonly Dimension[]>> = {
  total: [],
  port: ['UNLocationCode'],
  facility: ['facilityCode'],
  carrier: ['carrierId'],
  cluster: ['clusterCode'],
  goods: ['dangerousGoods'],
  mode: ['gateInMode'],
  'port+facility': ['UNLocationCode', 'facilityCode'],
  'port+carrier': ['UNLocationCode', 'carrierId'],
  'port+cluster': ['UNLocationCode', 'clusterCode'],
  'port+goods': ['UNLocationCode', 'dangerousGoods'],
  'port+mode': ['UNLocationCode', 'gateInMode'],
  finest: DIMENSIONS,
};

/** The coarsest view that can answer a question about these dimensions. */
export function viewFor(dimensions: readonly Dimension[]): string {
  const asked = new Set(dimensions);
  return (
    Object.entries(VIEWS).find(
      ([, fixed]) => fixed.length === asked.size && fixed.every((dimension) => asked.has(dimension)),
    )?.[0] ?? 'finest'
  );
}

/** A box that came to be counted (+1) or no longer is (−1): open (or several of one group), or completed with its dwell. */
export type DwellChange = {
  readonly sign: number;
  readonly lane: Lane;
  readonly group: DwellGroup;
} & (
  | { readonly state: 'open' }
  | {
      readonly state: 'completed';
      /** Day of loading, in the port's own time. */
      readonly loadDay: string;
      readonly dwellMinutes: number;
      readonly isWithinTarget: boolean;
      readonly stages: Stages;
    }
);

/** Sums of completed boxes; differences of them add up all the same. */
export type DwellSums = {
  count: number;
  sumMinutes: number;
  sumSquaredMinutes: number;
  withinTarget: number;
  gateCount: number;
  gateMinutes: number;
  customsCount: number;
  customsMinutes: number;
  yardCount: number;
  yardMinutes: number;
  /** Boxes by dwell in whole hours. */
  readonly hours: Map<number, number>;
};

export const noSums = (): DwellSums => ({
  count: 0,
  sumMinutes: 0,
  sumSquaredMinutes: 0,
  withinTarget: 0,
  gateCount: 0,
  gateMinutes: 0,
  customsCount: 0,
  customsMinutes: 0,
  yardCount: 0,
  yardMinutes: 0,
  hours: new Map(),
});

/** Adds one box (or takes it off) to sums that its caller owns. */
export function addBox(sums: DwellSums, change: Extract<DwellChange, { state: 'completed' }>): void {
  const { sign, dwellMinutes, stages } = change;
  sums.count += sign;
  sums.sumMinutes += sign * dwellMinutes;
  sums.sumSquaredMinutes += sign * dwellMinutes ** 2;
  if (change.isWithinTarget) sums.withinTarget += sign;
  if (stages.gateToCustomsMinutes !== undefined) {
    sums.gateCount += sign;
    sums.gateMinutes += sign * stages.gateToCustomsMinutes;
  }
  if (stages.customsMinutes !== undefined) {
    sums.customsCount += sign;
    sums.customsMinutes += sign * stages.customsMinutes;
  }
  if (stages.yardMinutes !== undefined) {
    sums.yardCount += sign;
    sums.yardMinutes += sign * stages.yardMinutes;
  }
  const hour = Math.floor(dwellMinutes / 60);
  sums.hours.set(hour, (sums.hours.get(hour) ?? 0) + sign);
}

export type RollupKey = {
  readonly view: string;
  readonly lane: Lane;
  /** Empty for open boxes. */
  readonly loadDay: string;
  readonly group: DwellGroup;
};
export type Rollup = { readonly key: RollupKey; readonly sums: DwellSums; openBoxes: number };

const NO_GROUP: DwellGroup = {
  UNLocationCode: '',
  facilityCode: '',
  carrierId: '',
  clusterCode: '',
  dangerousGoods: '',
  gateInMode: '',
};

const textOf = (lane: Lane, loadDay: string, group: DwellGroup, dimensions: readonly Dimension[]): string => {
  let text = `${lane}\n${loadDay}`;
  for (const dimension of dimensions) text += `\n${group[dimension]}`;
  return text;
};

/** Open boxes of one lane and group as one change; those that came and went are none. Completed ones stay as they are. */
export function gatherOpen(changes: readonly DwellChange[]): readonly DwellChange[] {
  const open = new Map<string, DwellChange & { readonly state: 'open' }>();
  const gathered: DwellChange[] = [];
  for (const change of changes) {
    if (change.state === 'completed') {
      gathered.push(change);
      continue;
    }
    const text = textOf(change.lane, '', change.group, DIMENSIONS);
    open.set(text, { ...change, sign: (open.get(text)?.sign ?? 0) + change.sign });
  }
  for (const change of open.values()) if (change.sign !== 0) gathered.push(change);
  return gathered;
}

function addSums(sums: DwellSums, other: DwellSums): void {
  sums.count += other.count;
  sums.sumMinutes += other.sumMinutes;
  sums.sumSquaredMinutes += other.sumSquaredMinutes;
  sums.withinTarget += other.withinTarget;
  sums.gateCount += other.gateCount;
  sums.gateMinutes += other.gateMinutes;
  sums.customsCount += other.customsCount;
  sums.customsMinutes += other.customsMinutes;
  sums.yardCount += other.yardCount;
  sums.yardMinutes += other.yardMinutes;
  for (const [hour, boxes] of other.hours) sums.hours.set(hour, (sums.hours.get(hour) ?? 0) + boxes);
}

/** Sums changes by the finest groups, of which there are far fewer than boxes. */
function rollUpFinest(changes: readonly DwellChange[]): Iterable<Rollup> {
  const rollups = new Map<string, Rollup>();
  for (const change of changes) {
    const loadDay = change.state === 'completed' ? change.loadDay : '';
    const text = textOf(change.lane, loadDay, change.group, DIMENSIONS);
    let rollup = rollups.get(text);
    if (!rollup) {
      const { lane, group } = change;
      rollup = { key: { view: 'finest', lane, loadDay, group }, sums: noSums(), openBoxes: 0 };
      rollups.set(text, rollup);
    }
    if (change.state === 'completed') addBox(rollup.sums, change);
    else rollup.openBoxes += change.sign;
  }
  return rollups.values();
}

/** Sums changes by every view that counts them; in the order of their keys, so that rows are always locked alike. */
export function rollUp(changes: readonly DwellChange[]): readonly Rollup[] {
  const rollups = new Map<string, Rollup>();
  const views = Object.entries(VIEWS);
  for (const { key, sums, openBoxes } of rollUpFinest(changes)) {
    const { lane, loadDay } = key;
    for (const [view, dimensions] of views) {
      const text = `${view}\n${textOf(lane, loadDay, key.group, dimensions)}`;
      let rollup = rollups.get(text);
      if (!rollup) {
        const group = { ...NO_GROUP, ...Object.fromEntries(dimensions.map((name) => [name, key.group[name]])) };
        rollup = { key: { view, lane, loadDay, group }, sums: noSums(), openBoxes: 0 };
        rollups.set(text, rollup);
      }
      addSums(rollup.sums, sums);
      rollup.openBoxes += openBoxes;
    }
  }
  return [...rollups].toSorted(([first], [second]) => (first < second ? -1 : 1)).map(([, rollup]) => rollup);
}
