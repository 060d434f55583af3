/** An alert in a sentence, in both languages of the platform; everything it is made of is the same in each. */
export type AlertWords = { readonly message: string; readonly translations: { readonly zh: string } };

/** A time as the carrier gave it: `2026-12-02 18:00 (UTC+08:00)`. */
function timeOf(dateTime: string): string {
  const offset = /[+-]\d{2}:\d{2}$/.exec(dateTime)?.[0] ?? '';
  return `${dateTime.slice(0, 16).replace('T', ' ')} (UTC${offset})`;
}

export function unusedPass(pass: {
  readonly equipmentReference: string | null;
  readonly unitNumber: number;
  readonly vesselName: string;
  readonly carrierExportVoyageNumber: string;
  readonly closes: string;
}): AlertWords {
  const { equipmentReference: box, unitNumber, vesselName, carrierExportVoyageNumber: voyage } = pass;
  const closes = timeOf(pass.closes);
  return {
    message: `The pass of ${box ?? `container ${unitNumber}`} on ${vesselName} ${voyage} has not been used; the gate closes at ${closes}.`,
    translations: {
      zh: `${vesselName} ${voyage} 航次${box === null ? `第 ${unitNumber} 箱` : ` ${box} `}的通行证尚未使用；${closes} 截港。`,
    },
  };
}

export function longDwell(visit: {
  readonly equipmentReference: string;
  readonly lane: 'GREEN' | 'ORDINARY';
  readonly hours: number;
  readonly targetHours: number;
}): AlertWords {
  const { equipmentReference: box, lane, targetHours } = visit;
  const hours = visit.hours.toFixed(1);
  const [english, chinese] = lane === 'GREEN' ? ['green', '绿色通道'] : ['ordinary', '普通通道'];
  return {
    message: `${box} has waited ${hours} hours in the ${english} lane; the target is ${targetHours} hours.`,
    translations: { zh: `${box} 在${chinese}已等待 ${hours} 小时；目标为 ${targetHours} 小时。` },
  };
}

export function movedCutOff(change: {
  readonly containers: number;
  readonly vesselName: string;
  readonly carrierExportVoyageNumber: string;
  readonly closes: string;
  readonly closedBefore: string;
}): AlertWords {
  const { containers, vesselName, carrierExportVoyageNumber: voyage } = change;
  const [now, before] = [timeOf(change.closes), timeOf(change.closedBefore)];
  return {
    message: `The gate for ${containers === 1 ? '1 container' : `${containers} containers`} on ${vesselName} ${voyage} now closes at ${now}; it was ${before}.`,
    translations: {
      zh: `${vesselName} ${voyage} 航次 ${containers} 箱的截港时间改为 ${now}，原为 ${before}。`,
    },
  };
}
