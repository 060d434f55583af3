const text = (value: number, places = 1): string => value.toFixed(places);

/** Completed boxes of one lane, as a histogram of whole hours with exact sums: it grows with hours, not with boxes. */
export type DwellHistogram = {
  readonly count: number;
  readonly sumMinutes: number;
  readonly sumSquaredMinutes: number;
  readonly withinTarget: number;
  /** Boxes by dwell in whole hours, ascending. */
  readonly hours: readonly { readonly hour: number; readonly count: number }[];
};

/** One stage of the way through a port, over the boxes of which it is known. */
export type StageStatistics = { readonly count: number; readonly meanHours: string | null };
export function stageStatistics(count: number, minutes: number): StageStatistics {
  return { count, meanHours: count === 0 ? null : text(minutes / count / 60) };
}

export type LaneStatistics = {
  readonly count: number;
  readonly meanHours: string | null;
  readonly medianHours: string | null;
  readonly p90Hours: string | null;
  readonly shareWithinTargetPercent: string | null;
};

/** Quantile by linear interpolation inside the hour that holds it: exact to within an hour. */
export function quantileHours(histogram: DwellHistogram, quantile: number): number | undefined {
  if (histogram.count === 0) return undefined;
  const rank = quantile * histogram.count;
  let below = 0;
  for (const { hour, count } of histogram.hours) {
    if (below + count >= rank) return hour + (rank - below) / count;
    below += count;
  }
  return undefined;
}

export function laneStatistics(histogram: DwellHistogram): LaneStatistics {
  if (histogram.count === 0)
    return { count: 0, meanHours: null, medianHours: null, p90Hours: null, shareWithinTargetPercent: null };
  return {
    count: histogram.count,
    meanHours: text(histogram.sumMinutes / histogram.count / 60),
    medianHours: text(quantileHours(histogram, 0.5) ?? 0),
    p90Hours: text(quantileHours(histogram, 0.9) ?? 0),
    shareWithinTargetPercent: text((100 * histogram.withinTarget) / histogram.count),
  };
}

export type LaneComparison = {
  readonly conclusion: 'GREEN_SHORTER' | 'GREEN_LONGER' | 'NO_DIFFERENCE_SHOWN' | 'TOO_FEW';
  readonly differenceHours: string | null;
  readonly confidenceInterval95Hours: readonly [string, string] | null;
  readonly greenCount: number;
  readonly ordinaryCount: number;
  readonly minimumSample: number;
  readonly method: string;
  readonly message: string;
};

const Z_95 = 1.959964;
const METHOD =
  'difference of means (ORDINARY − GREEN) with Welch’s standard error and the normal 95 % quantile; no conclusion below the policy’s minimum sample on either lane';

function varianceMinutes(histogram: DwellHistogram): number {
  return Math.max(
    0,
    (histogram.sumSquaredMinutes - histogram.sumMinutes ** 2 / histogram.count) / (histogram.count - 1),
  );
}

/**
 * GREEN against ORDINARY: how much shorter the mean dwell is, with a 95 % confidence interval (Welch 1947; with the minimum
 * samples that a policy asks for, the normal quantile stands for Student's). Refuses to conclude from few.
 */
export function compareLanes(green: DwellHistogram, ordinary: DwellHistogram, minimumSample: number): LaneComparison {
  const base = { greenCount: green.count, ordinaryCount: ordinary.count, minimumSample, method: METHOD };
  // Two boxes a lane are the least that a variance can be had from, whatever the policy says.
  if (Math.min(green.count, ordinary.count) < Math.max(2, minimumSample)) {
    return {
      ...base,
      conclusion: 'TOO_FEW',
      differenceHours: null,
      confidenceInterval95Hours: null,
      message: `${green.count} boxes through the green lane and ${ordinary.count} through the ordinary one: at least ${minimumSample} of each are needed before the two are compared`,
    };
  }
  const difference = ordinary.sumMinutes / ordinary.count - green.sumMinutes / green.count;
  const margin = Z_95 * Math.sqrt(varianceMinutes(green) / green.count + varianceMinutes(ordinary) / ordinary.count);
  const low = (difference - margin) / 60;
  const high = (difference + margin) / 60;
  const conclusion = low > 0 ? 'GREEN_SHORTER' : high < 0 ? 'GREEN_LONGER' : 'NO_DIFFERENCE_SHOWN';
  const words = {
    GREEN_SHORTER: `boxes in the green lane wait ${text(difference / 60)} hours less on average (95 % interval ${text(low)} to ${text(high)})`,
    GREEN_LONGER: `boxes in the green lane wait ${text(-difference / 60)} hours longer on average (95 % interval ${text(-high)} to ${text(-low)})`,
    NO_DIFFERENCE_SHOWN: `no difference is shown: the 95 % interval, ${text(low)} to ${text(high)} hours, holds zero`,
  };
  return {
    ...base,
    conclusion,
    differenceHours: text(difference / 60),
    confidenceInterval95Hours: [text(low), text(high)],
    message: words[conclusion],
  };
}
