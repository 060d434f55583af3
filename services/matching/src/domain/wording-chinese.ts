import type { MarketInput } from './inputs.ts';
import { dateTimeOf } from './request-terms.ts';
import type { Rate } from './terms.ts';
import type { Could, DecisionFacts, MovedFacts, Outcome, PolicyFacts, RefusalFacts, Wording } from './wording.ts';

const MINUTES_PER_DAY = 1_440;
const BEIJING_AHEAD_MINUTES = 480;

/** Cut-offs are spoken of in the time of the port that closes; China has one, and no summer time. */
const clock = (minute: number) =>
  dateTimeOf(minute + BEIJING_AHEAD_MINUTES)
    .slice(0, 16)
    .replace('T', ' ');
const time = (minute: number) => `北京时间 ${clock(minute)}`;
const day = (minute: number) => clock(minute).slice(0, 10);
const CURRENCIES: Readonly<Record<string, string>> = { USD: '美元', EUR: '欧元', CNY: '人民币' };
const currency = (code: string) => CURRENCIES[code] ?? code;
const shown = ({ amount, currencyCode }: { readonly amount: string; readonly currencyCode: string }) =>
  currencyCode === 'CNY' ? `人民币 ${amount} 元` : `${amount} ${currency(currencyCode)}`;
const money = ({ amountMinor, currencyCode }: Rate) => shown({ amount: (amountMinor / 100).toFixed(2), currencyCode });

function duration(minutes: number): string {
  if (minutes >= MINUTES_PER_DAY) return `${Math.round(minutes / MINUTES_PER_DAY)} 天`;
  return minutes >= 60 ? `${Math.round(minutes / 60)} 小时` : `${minutes} 分钟`;
}

const space = (what: string, unit: string) => (facts: RefusalFacts['FULL']) =>
  `${facts.loadPort} 至 ${facts.dischargePort} 航段的${what}仅剩 ${facts.left} ${unit}，本票需要 ${facts.need} ${unit}。`;

const lessCo2e = ({ gainPercent }: Outcome) => `CO2e 可减少 ${gainPercent}%`;
const where = ({ name, kgPerTeu, arrivalMinute }: Outcome) =>
  `（${name}，每 TEU ${kgPerTeu} 千克，${day(arrivalMinute)} 到港）。`;
const could = ({ name, kgPerTeu }: Could) =>
  `，${name} 即可承运${kgPerTeu === null ? '' : `，每 TEU 排放 ${kgPerTeu} 千克 CO2e`}。`;

const share = (percent: number) => `每个低排放航次的 ${percent}% 舱位为优先保障单位保留`;
const shareUntil = ({ sharePercent, releaseHours }: PolicyFacts) =>
  `每个低排放航次为其保留 ${sharePercent}% 的舱位，至首个截止时间前 ${releaseHours} 小时为止。`;

const REFUSED_BY: Readonly<Record<string, string>> = {
  FULL: '剩余舱位不足',
  WEIGHT_FULL: '剩余载重不足',
  DANGEROUS_GOODS_FULL: '剩余危险品舱位不足',
  REEFER_PLUGS_FULL: '剩余冷藏箱插座不足',
  PROTECTED: '剩余舱位在释放前为优先保障单位保留',
  DISPLACES_EXPECTED_PRIORITY: '释放前，该舱位对预计到来的优先保障单位价值更高',
  ARRIVES_TOO_LATE: '船期晚于其最迟到港时间',
  CARGO_NOT_READY: '截港前货物来不及进港',
  CUT_OFF_PASSED: '已截止订舱',
  EQUIPMENT_NOT_ACCEPTED: '不接受该箱型',
  UN_NUMBER_NOT_ACCEPTED: '不接受其危险品',
  RATE_ABOVE_CAP: '运价高于其上限',
  RATE_UNKNOWN: '未报运价，而对方设有运价上限',
  CURRENCY_MISMATCH: '运价币种与其上限币种不同',
  CO2E_ABOVE_CAP: 'CO2e 高于其上限',
  DECLINED_BEFORE: '该舱位此前已被拒绝或已退舱',
  OFFER_EXPIRED: '舱位已过有效期',
  OFFER_CLOSED: '舱位已撤回',
};

/** Why cargo left a sailing. */
const CAUSES: Readonly<Record<string, string>> = {
  CAPACITY_CUT: '承运人缩减了舱位',
  OFFER_WITHDRAWN: '承运人撤回了该航次',
  CALL_REMOVED: '船舶不再挂靠该港',
  CUT_OFF_MOVED: '截港时间提前，货物来不及进港',
  ARRIVAL_MOVED: '船期推迟，将晚于最迟到港时间',
  EQUIPMENT_NO_LONGER_ACCEPTED: '不再接受该箱型',
  DANGEROUS_GOODS_NO_LONGER_ACCEPTED: '不再接受该危险品',
  ROLLED_FOR_PRIORITY: '按可甩柜条件订舱，为优先保障单位让位',
};

function moved({ left, now }: MovedFacts): string {
  const away = `${left.units} 箱已从 ${left.reference}（${day(left.departureMinute)} 离港）撤下：${CAUSES[left.cause] ?? left.cause}。`;
  if (now === null) return `${away}暂无其他合适航次；货物保留排位，一有舱位即行配载。`;
  const days = Math.abs(now.daysLater);
  const arrival = days === 0 ? '同日到港' : now.daysLater > 0 ? `晚到 ${days} 天` : `早到 ${days} 天`;
  const kilograms = Math.abs(now.kgPerTeuMore);
  const carbon =
    kilograms === 0 ? 'CO2e 不变' : `每 TEU ${now.kgPerTeuMore > 0 ? '多' : '少'}排放 ${kilograms} 千克 CO2e`;
  const rest = now.unitsWaiting > 0 ? `另有 ${now.unitsWaiting} 箱仍在等待。` : '';
  return `${away}${now.units} 箱已改配 ${now.reference}（${day(now.departureMinute)} 离港），${arrival}，${carbon}。${rest}`;
}

/** What had happened when something was decided. */
const WHEN: Readonly<Record<MarketInput['kind'], string>> = {
  'request-submitted': '收到本票需求时',
  'request-amended': '本票需求变更时',
  'request-cancelled': '有需求取消时',
  'offer-published': '承运人发布新舱位时',
  'offer-amended': '承运人变更航次时',
  'offer-withdrawn': '承运人撤回航次时',
  'allocation-confirmed': '承运人确认舱位时',
  'allocation-declined': '承运人拒绝货物时',
  'allocation-cancelled': '有舱位退回时',
  'units-chosen': '出口商选定航次时',
  'plan-committed': '主管部门执行方案时',
  'container-moved': '港口报告集装箱动态时',
  'policy-published': '政策变更时',
  'designation-changed': '优先资格变更时',
  'bid-prices-solved': '保留舱位重新计价时',
  tick: '预留到期或保留舱位释放时',
};

function decision({ input, units, name, rank, of, isPriority, policyVersion }: DecisionFacts): string {
  const place =
    rank === null ? '' : of === 1 ? '，为能承运本票货物的唯一航次' : `，在能承运本票货物的 ${of} 个航次中排第 ${rank}`;
  return `${WHEN[input]}，${units} 箱配在 ${name}${place}。依据政策 ${policyVersion}，按${isPriority ? '优先保障单位货物' : '普通货物'}评定。`;
}

const withoutSpace = ({ priorityTeu, standardTeu }: { readonly priorityTeu: number; readonly standardTeu: number }) =>
  `优先保障单位 ${priorityTeu} TEU、普通货物 ${standardTeu} TEU 没有舱位`;

/** As a shipping clerk of Yancheng would say it. */
export const CHINESE: Wording = {
  language: 'zh',
  rank: {
    only: () => '能承运本票货物的唯一航次。',
    last: () => '能承运本票货物的航次中排在最后。',
    lighter: ({ name, kilograms }) => `排在 ${name} 之前：每 TEU 少排放 ${kilograms} 千克 CO2e。`,
    earlier: ({ name, minutes }) => `排在 ${name} 之前：早到 ${duration(minutes)}。`,
    morePoints: ({ name, points }) => `排在 ${name} 之前：CO2e、到港时间和运价按公布的权重综合计算，优 ${points} 分。`,
    sameCo2eEarlier: ({ name, minutes }) => `CO2e 与 ${name} 相同，早到 ${duration(minutes)}。`,
    sameArrivalLighter: ({ name, kilograms }) => `与 ${name} 同时到港，每 TEU 少排放 ${kilograms} 千克 CO2e。`,
    samePointsLighter: ({ name, kilograms }) => `得分与 ${name} 相同，每 TEU 少排放 ${kilograms} 千克 CO2e。`,
    cheaper: ({ name, saved }) => `CO2e 和到港时间与 ${name} 相同，每箱便宜 ${money(saved)}。`,
    rateNamed: ({ name }) => `CO2e 和到港时间与 ${name} 相同，但后者的承运人未报运价。`,
    byNumber: ({ name }) => `各项数字与 ${name} 完全相同，按编号排在前面。`,
  },
  refusal: {
    LOAD_PORT_NOT_CALLED: ({ ports }) => `该航次不在所需的任何装货港（${ports.join('、')}）装货。`,
    DISCHARGE_PORT_NOT_CALLED: ({ ports }) => `该航次不在所需的任何卸货港（${ports.join('、')}）卸货。`,
    PORTS_OUT_OF_SEQUENCE: () => '该航次先挂靠卸货港，后挂靠装货港。',
    SEA_DISTANCE_UNKNOWN: ({ ways }) => `${ways.join('、')} 没有有据可查的海运距离，无法计算 CO2e，因此不提供该航次。`,
    OFFER_CLOSED: () => '承运人已撤回该航次的舱位。',
    OFFER_EXPIRED: ({ atMinute }) => `该舱位的有效期截至${time(atMinute)}。`,
    EQUIPMENT_NOT_ACCEPTED: () => '承运人在该航次不接受这种箱型。',
    UN_NUMBER_NOT_ACCEPTED: ({ unNumbers }) =>
      `承运人在该航次不接受 ${unNumbers.map((number) => `UN ${number}`).join('、')}。`,
    DANGEROUS_GOODS_CLASS_MISMATCH: () => '所填危险品类别与 UN 编号不符。',
    CERTIFICATE_MISSING: () => '危险品须有证书，托运需求中未填写。',
    CUT_OFF_PASSED: ({ atMinute }) => `已于${time(atMinute)} 截止订舱。`,
    CARGO_NOT_READY: ({ port, atGateMinute, closesMinute }) =>
      `货物${time(atGateMinute)} 才能到达 ${port} 闸口，而截港时间是${time(closesMinute)}。`,
    ARRIVES_TOO_LATE: ({ port, arrivalMinute, latestMinute }) =>
      `船舶${time(arrivalMinute)} 抵达 ${port}，晚于最迟到港时间（${time(latestMinute)}）。`,
    RATE_UNKNOWN: () => '承运人未报该箱型的运价，无法确认是否在运价上限之内。',
    CURRENCY_MISMATCH: ({ offered, cap }) => `运价以${currency(offered)}计，上限以${currency(cap)}计，无法比较。`,
    RATE_ABOVE_CAP: ({ offered, cap }) => `运价为 ${money(offered)}，高于上限 ${money(cap)}。`,
    CO2E_ABOVE_CAP: ({ kgPerTeu, capKgPerTeu }) =>
      `门到港每 TEU 排放 ${kgPerTeu} 千克 CO2e，高于上限 ${capKgPerTeu} 千克。`,
    DECLINED_BEFORE: () => '本票在这一版舱位上已被拒绝、逾期未确认或已退舱。',
    FULL: space('舱位', 'TEU'),
    WEIGHT_FULL: space('载重', '千克'),
    DANGEROUS_GOODS_FULL: space('危险品舱位', 'TEU'),
    REEFER_PLUGS_FULL: space('冷藏箱插座', '个'),
    PROTECTED: ({ untilMinute, keptTeu }) =>
      `剩余舱位为优先保障单位保留至${time(untilMinute)}（该低排放航次共保留 ${keptTeu} TEU）。`,
    DISPLACES_EXPECTED_PRIORITY: ({ pricePoints, worthPoints, lastResort, untilMinute }) =>
      `该低排放舱位为预计到来的优先保障单位保留：对其每 TEU 值 ${pricePoints} 分，而${lastResort ? '本票得以出运' : '本票改装更清洁的船'}仅值 ${worthPoints} 分（一分相当于一千克 CO2e）。${time(untilMinute)} 起向所有货主开放，价格下降时提前开放。`,
  },
  counterfactual: {
    arriveLater: (change, outcome) => `若可晚到 ${change.days} 天，${lessCo2e(outcome)}${where(outcome)}`,
    readyEarlier: (change, outcome) => `若货物早备好 ${change.days} 天，${lessCo2e(outcome)}${where(outcome)}`,
    higherRate: ({ rate, cap }, outcome) =>
      `若运价上限由 ${money(cap)}放宽到 ${money(rate)}，${lessCo2e(outcome)}${where(outcome)}`,
    noRateCap: (outcome) => `若不设运价上限，${lessCo2e(outcome)}${where(outcome)}`,
    split: ({ units, of }, outcome) =>
      `若允许分批，${of} 箱中的 ${units} 箱可先走，${lessCo2e(outcome)}${where(outcome)}`,
    lowestEmissions: (outcome) => `若按排放最低排序，${lessCo2e(outcome)}${where(outcome)}`,
  },
  relaxation: {
    arriveLater: (change, to) => `若货物可晚到 ${change.days} 天${could(to)}`,
    gateEarlier: (change, to) => `若货物早 ${change.days} 天到达 ${change.port} 闸口${could(to)}`,
    co2eCap: ({ kgPerTeu }, to) => `若上限放宽到每 TEU ${kgPerTeu} 千克 CO2e${could(to)}`,
    rateCap: ({ rate }, to) => `若运价可到 ${money(rate)}${could(to)}`,
    fewerUnits: ({ units, of }, to) => `若由 ${of} 箱减为 ${units} 箱${could(to)}`,
    certificate: (to) => `若补填危险品证书${could(to)}`,
    imoClass: (to) => `若按 UN 编号更正危险品类别${could(to)}`,
    noRateCap: (to) => `若不设运价上限${could(to)}`,
    afterRelease: ({ untilMinute }, to) => `${time(untilMinute)} 起，若舱位仍有剩余${could(to)}`,
    otherLoadPort: ({ port, insteadOf }, to) =>
      `若货物可改在 ${port} 装船${could(to)}前往该港的路程按前往 ${insteadOf} 估算。`,
  },
  protection: {
    byPolicy: ({ sharePercent }) => `按现行政策，${share(sharePercent)}。`,
    untilHistory: ({ sharePercent, requests, minimumRequests, days, minimumDays }) =>
      `历史数据尚不足（优先需求 ${requests}/${minimumRequests} 票，${days}/${minimumDays} 天），在此之前${share(sharePercent)}。`,
    learned: ({ requests, days, solvedMinute }) =>
      `低排放航次为优先保障单位保留舱位，数量按其预计仍会到来的需求确定，依据最近 ${days} 天的 ${requests} 票优先需求推算（${time(solvedMinute)} 测算）。`,
  },
  cost: {
    freight: (freight) => (freight === null ? '承运人未报运价。' : `海运费 ${shown(freight)}。`),
    noEuPort: () => '不涉及 EU ETS 和 FuelEU 费用：航程不挂靠欧洲经济区港口。',
    allowances: ({ amount, kilograms }) =>
      amount === null
        ? `EU ETS 分摊估算：${kilograms} 千克 CO2e 的配额，政策未定价格。`
        : `EU ETS 分摊估算：${shown(amount)}（${kilograms} 千克 CO2e 的配额）。`,
    fuelEuSurplus: () => 'FuelEU 分摊估算：燃料优于要求，无罚金。',
    fuelEuPenalty: (amount) => `FuelEU 分摊估算：罚金 ${shown(amount)}。`,
    subsidy: (amount) => `补贴上限：${shown(amount)}，仅供参考。`,
    joined: (parts) => parts.join(''),
  },
  policy: {
    fits: () =>
      '只对能承运该货物的航次排序：港口、日期、截止时间、箱型、危险品、舱位以及托运需求中设定的上限均须满足。其余航次一并列出，并注明不满足的条件。',
    co2e: () =>
      '选择“排放最低”时，以单箱门到港 CO2e 为准，精确到克：这是出口商的要求。相同时依次比较到港早晚、运价高低、舱位编号。',
    arrival: () => '选择“最早到港”时，先比到港时间，再比 CO2e，最后比运价。',
    balanced: ({ emissionsWeight, emissionsKgPerTeu, arrivalWeight, arrivalHours, rateWeight, ratePerTeu }) =>
      `选择“综合平衡”时按分数排序：CO2e 权重 ${emissionsWeight}（每 TEU ${emissionsKgPerTeu} 千克为满分），到港时间权重 ${arrivalWeight}（${arrivalHours} 小时），运价权重 ${rateWeight}（每 TEU ${(ratePerTeu.amountMinor / 100).toFixed(0)} ${currency(ratePerTeu.currencyCode)}）。运价未知或币种不同的，按高价处理。`,
    lowEmission: ({ belowPercent }) => `海运段排放比所在航线默认值低 ${belowPercent}% 以上的航次为低排放航次。`,
    priority: ({ standardHours }) =>
      `候补队列先配优先保障单位，这些单位还可使用为其保留的低排放舱位。普通货物等待满 ${standardHours} 小时后与其同等对待。只有订舱时约定可甩柜的普通货物，才会为其让位。`,
    fixedShare: (policy) => `优先保障单位订舱较晚，因此${shareUntil(policy)}`,
    bidPrice: (policy) =>
      `优先保障单位订舱较晚，因此按预计仍会到来的需求为其保留舱位并计价（${policy.quantilePercent}% 的情况下不会超出）；至首个截止时间前 ${policy.releaseHours} 小时，至少保留 ${policy.floorSharePercent}%。订舱规律取自最近 ${policy.historyDays} 天。优先需求不足 ${policy.minimumRequests} 票或不足 ${policy.minimumDays} 天时，${shareUntil(policy)}`,
    points: ({ standardServed, priorityServed, standardPerKilogram, priorityPerKilogram }) =>
      `一分相当于一千克 CO2e。每运走一个 TEU 计 ${standardServed} 分，优先保障单位计 ${priorityServed} 分；每排放一千克扣 ${standardPerKilogram} 分，优先保障单位扣 ${priorityPerKilogram} 分。`,
    payment: () => '任何付款或与承运人的协议都不会改变排序。',
  },
  feedback: {
    WAITING_FOR_SPACE: () => '暂无合适舱位；本票保留排位，一有舱位即行配载。',
    LATEST_ARRIVAL_UNREACHABLE: () => '已没有航次能在最迟到港时间之前运到。',
    ALLOCATION_ROLLED: () => '货物已从原航次撤下。',
    HOLD_LIMIT_REACHED: () => '该出口商未确认的预留舱位已达政策上限；待承运人确认或预留结束后继续配载。',
    PRIORITY_ENDED: () => '该出口商的优先资格已终止：仅预留的舱位已退回，本票改按普通货物重新配载；已确认的舱位不变。',
    CERTIFICATE_MISSING: () => '危险品须先补证书，承运人方可接受。',
    DANGEROUS_GOODS_CLASS_MISMATCH: () => '危险品类别与 UN 编号不符。',
    moved,
  },
  decision,
  plan: {
    served: ({ servedTeu, priorityServedTeu, kilograms, moved: count }) =>
      `本方案安排 ${servedTeu} TEU，其中优先保障单位 ${priorityServedTeu} TEU，门到港排放 ${kilograms} 千克 CO2e；${count} 票预留舱位改配其他航次。`,
    left: (left) =>
      left.priorityTeu + left.standardTeu === 0 ? '等待中的货物全部有舱位。' : `${withoutSpace(left)}。`,
    bound: ({ gapPercent }) =>
      Number(gapPercent) === 0 ? '没有更好的方案。' : `任何方案最多只能再改进 ${gapPercent}%。`,
    optionsConsidered: ({ requestsWithMore, mostPerRequest }) =>
      `以上判断只涵盖每票需求排放最低的 ${mostPerRequest} 个可选方案；有 ${requestsWithMore} 票需求另有更多可选方案。`,
    firstCome: ({ kilograms, ...left }) => `若按先到先得，${withoutSpace(left)}，其余货物排放 ${kilograms} 千克 CO2e。`,
    firstComeAlike: () => '若按先到先得，结果同样好。',
    unserved: {
      NO_FEASIBLE_OFFER: () => '没有合适的航次：港口、日期、箱型或需求所设上限均不符合。',
      NO_SPACE: () => '有合适的航次，但剩余舱位不足。',
    },
    carriedOut: ({ units, moved: count, refused }) =>
      `已执行：安排 ${units} 箱，${count} 票改配其他航次${refused === 0 ? '' : `；另有 ${refused} 票已不能按方案安排，维持原状`}。`,
  },
  use: {
    summary: ({ requests, here, elsewhere, rest }) =>
      `本市场有 ${requests} 票需求可用该航次的港口：${here} 票已配在本航次，${elsewhere} 票配在其他航次，${rest} 票仍在等待或已结束。`,
    lostByCarbon: ({ requests, kilograms }) =>
      `${requests} 票选择了排放更低的航次，平均每 TEU 低约 ${kilograms} 千克；提供更好的燃料证据或改用更清洁的燃料可改变这一点。`,
    lostByArrival: ({ requests, days }) => `${requests} 票选择了更早到港的航次，早约 ${days} 天。`,
    refused: ({ requests, code }) => {
      const words = REFUSED_BY[code];
      return words === undefined ? undefined : `${requests} 票无法配在本航次：${words}。`;
    },
  },
  outlook: ({ week, sailings, lowEmission, freeTeu, lowEmissionFreeTeu, keptTeu, lowestKgPerTeu }) => {
    const cleanest = `最清洁的航次海运段每 TEU 排放 ${lowestKgPerTeu} 千克 CO2e。`;
    if (lowEmission === 0) {
      const which = sailings === 1 ? '仅一个航次，非低排放' : `${sailings} 个航次均非低排放`;
      return `第 ${week} 周：${which}，剩余 ${freeTeu} TEU；${cleanest}`;
    }
    const which = sailings === 1 ? '仅一个航次，为低排放' : `${sailings} 个航次中 ${lowEmission} 个为低排放`;
    const kept = keptTeu > 0 ? `，其中 ${keptTeu} TEU 暂为优先保障单位保留` : '';
    return `第 ${week} 周：${which}，低排放舱位剩余 ${lowEmissionFreeTeu} TEU${kept}；${cleanest}`;
  },
};
