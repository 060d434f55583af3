import type { ShipmentField } from './shipment-fields.ts';

/**
 * MISSING: nothing was given. UNREADABLE: it could not be understood. IMPLAUSIBLE: it was understood and cannot be right,
 * so it is not used. ASSUMED: something was filled in, by a named rule. EVIDENCE: what keeps the grade where it is.
 */
export type Severity = 'MISSING' | 'UNREADABLE' | 'IMPLAUSIBLE' | 'ASSUMED' | 'EVIDENCE';

type Text = { readonly en: string; readonly zh: string };
type FindingKind = {
  readonly severity: Severity;
  readonly field: ShipmentField;
  readonly what: Text;
  /** What is accepted instead. */
  readonly allowed?: Text;
  /** What an auditor would ask for; one question for all rows that have the finding. */
  readonly question?: Text;
};

const kind = (
  severity: Severity,
  field: ShipmentField,
  what: readonly [en: string, zh: string],
  allowed?: readonly [en: string, zh: string],
  question?: readonly [en: string, zh: string],
): FindingKind => ({
  severity,
  field,
  what: { en: what[0], zh: what[1] },
  ...(allowed === undefined ? {} : { allowed: { en: allowed[0], zh: allowed[1] } }),
  ...(question === undefined ? {} : { question: { en: question[0], zh: question[1] } }),
});

const PORT = ['a UN/LOCODE such as CNSGH or the name of a sea port', 'UN/LOCODE 代码（如 CNSGH）或海港名称'] as const;
const NUMBER = ['a number such as 24500 or 24,500.5', '数字，如 24500 或 24,500.5'] as const;
const WEIGHT = [
  '500 to 33,000 kg of cargo in one container, tare excluded',
  '每箱货重 500 至 33,000 千克，不含箱体自重',
] as const;
const WEIGHT_QUESTION = [
  'Which packing list or verified gross mass shows the cargo weight, tare excluded?',
  '哪份装箱单或 VGM 能证明不含箱体自重的货物重量？',
] as const;
const CARRIER_QUESTION = [
  'Can the carrier give fuel by type and transport work of the voyage, with bunker delivery notes (their SHA-256)?',
  '承运人能否提供该航次按种类划分的燃料消耗和运输量，并附加油单（及其 SHA-256）？',
] as const;

/** Every finding that a diagnosis can make; clients branch on the code. */
export const FINDINGS = {
  TOTAL_LINE: kind('UNREADABLE', 'shipmentReference', [
    'The row is a total, not a shipment; it is kept and not counted.',
    '该行是合计行，不是货运记录；已保留但不计算。',
  ]),
  ROW_TOO_LONG: kind(
    'UNREADABLE',
    'shipmentReference',
    [
      'The row has more cells than the header: a separator may stand inside a value.',
      '该行单元格多于表头：某个值中可能含有分隔符。',
    ],
    ['values that hold the separator stand in double quotes', '含分隔符的值须加双引号'],
  ),
  ROW_TOO_SHORT: kind('UNREADABLE', 'shipmentReference', [
    'The row has fewer cells than the header; the rest is taken as empty.',
    '该行单元格少于表头；其余视为空。',
  ]),
  DUPLICATE_ROW: kind(
    'IMPLAUSIBLE',
    'shipmentReference',
    [
      'The same shipment stands in the file more than once; each row is counted.',
      '同一批货物在文件中重复出现；每行均已计算。',
    ],
    ['one row for each shipment', '每批货物一行'],
    [
      'Are the repeated rows separate shipments, or the same one twice?',
      '重复的行是不同的货物，还是同一批被记了两次？',
    ],
  ),
  LOAD_PORT_MISSING: kind('MISSING', 'loadPort', ['No load port.', '缺少起运港。'], PORT, [
    'Which bill of lading names the load port?',
    '哪份提单载明起运港？',
  ]),
  LOAD_PORT_UNKNOWN: kind('UNREADABLE', 'loadPort', ['The load port is not known.', '无法识别起运港。'], PORT),
  LOAD_PORT_AMBIGUOUS: kind(
    'UNREADABLE',
    'loadPort',
    ['The name of the load port fits several ports.', '起运港名称对应多个港口。'],
    ['its UN/LOCODE', '该港的 UN/LOCODE 代码'],
  ),
  DISCHARGE_PORT_MISSING: kind('MISSING', 'dischargePort', ['No discharge port.', '缺少目的港。'], PORT, [
    'Which bill of lading names the discharge port?',
    '哪份提单载明目的港？',
  ]),
  DISCHARGE_PORT_UNKNOWN: kind(
    'UNREADABLE',
    'dischargePort',
    ['The discharge port is not known.', '无法识别目的港。'],
    PORT,
  ),
  DISCHARGE_PORT_AMBIGUOUS: kind(
    'UNREADABLE',
    'dischargePort',
    ['The name of the discharge port fits several ports.', '目的港名称对应多个港口。'],
    ['its UN/LOCODE', '该港的 UN/LOCODE 代码'],
  ),
  SAME_PORTS: kind(
    'IMPLAUSIBLE',
    'dischargePort',
    ['Load and discharge port are the same.', '起运港与目的港相同。'],
    ['two different ports', '两个不同的港口'],
  ),
  MODE_NOT_SEA: kind(
    'IMPLAUSIBLE',
    'transportMode',
    [
      'The main mode is not sea; this diagnosis computes container shipments by sea.',
      '主运输方式不是海运；本诊断只计算海运集装箱货物。',
    ],
    ['sea (海运)', '海运'],
  ),
  MODE_UNKNOWN: kind(
    'UNREADABLE',
    'transportMode',
    ['The main mode is not understood; sea is assumed.', '无法识别主运输方式；按海运处理。'],
    ['sea (海运)', '海运'],
  ),
  VESSEL_TYPE_NOT_CONTAINER: kind(
    'IMPLAUSIBLE',
    'vesselType',
    ['The ship is not a container ship; trade-lane factors do not fit.', '该船不是集装箱船，航线默认因子不适用。'],
    ['container ship', '集装箱船'],
  ),
  DISTANCE_MISSING: kind(
    'MISSING',
    'distance',
    ['No distance is known for this pair of ports, and none is stated.', '该港口对没有已知距离，文件也未提供。'],
    ['the sea distance with its unit (km or nm)', '注明单位的海运距离（公里或海里）'],
    ['Where does the sea distance come from?', '海运距离的来源是什么？'],
  ),
  DISTANCE_UNREADABLE: kind('UNREADABLE', 'distance', ['The distance is not a number.', '距离不是数字。'], NUMBER),
  DISTANCE_IMPLAUSIBLE: kind(
    'IMPLAUSIBLE',
    'distance',
    [
      'The stated distance does not fit the two ports; the sourced distance is used where there is one.',
      '所填距离与两港不符；如有来源可查的距离则采用该距离。',
    ],
    [
      '0.95 to 1.35 times the shortest feasible distance, never below the great circle',
      '最短可行距离的 0.95 至 1.35 倍，且不小于大圆距离',
    ],
    [
      'Is the distance one of the whole voyage, of another routing, or in another unit?',
      '该距离是整个航次、其他航线的距离，还是单位不同？',
    ],
  ),
  DISTANCE_UNIT_ASSUMED: kind(
    'ASSUMED',
    'distance',
    ['The distance has no unit; the one that fits the ports is taken.', '距离未注明单位；按与港口相符的单位处理。'],
    ['km or nm in the header', '在表头注明 km（公里）或 nm（海里）'],
  ),
  DISTANCE_AS_STATED: kind(
    'ASSUMED',
    'distance',
    [
      'No sourced distance exists for this pair; the stated one is used as the shortest feasible distance.',
      '该港口对没有来源可查的距离；以所填距离作为最短可行距离。',
    ],
    undefined,
    [
      'Is the stated distance the shortest feasible one or the distance sailed?',
      '所填距离是最短可行距离还是实际航行距离？',
    ],
  ),
  ROUTE_ASSUMED: kind(
    'ASSUMED',
    'route',
    [
      'The route is not stated; the default of the policy, or else the longer way, is taken.',
      '未说明航路；采用政策默认航路，否则采用较长航路。',
    ],
    ['Suez or Cape', '苏伊士运河或好望角'],
    ['Did the ship sail through Suez or round the Cape?', '船舶经苏伊士运河还是绕好望角？'],
  ),
  UNITS_MISSING: kind(
    'MISSING',
    'units',
    ['The number of containers is not stated; one is assumed.', '未填箱量；按 1 箱计算。'],
    ['a whole number from 1 to 2,000', '1 至 2,000 的整数'],
    ['How many containers does the bill of lading show?', '提单载明多少个集装箱？'],
  ),
  UNITS_IMPLAUSIBLE: kind(
    'IMPLAUSIBLE',
    'units',
    ['The number of containers cannot be right; one is assumed.', '箱量不合理；按 1 箱计算。'],
    ['a whole number from 1 to 2,000', '1 至 2,000 的整数'],
  ),
  EQUIPMENT_MISSING: kind(
    'MISSING',
    'ISOEquipmentCode',
    ['The container type is not stated; a 40-foot high cube is assumed.', '未填箱型；按 40 尺高柜计算。'],
    ['22G1, 42G1, 45G1 or 20GP, 40GP, 40HQ', '22G1、42G1、45G1 或 20GP、40GP、40HQ'],
  ),
  EQUIPMENT_UNKNOWN: kind(
    'UNREADABLE',
    'ISOEquipmentCode',
    ['The container type is not understood; a 40-foot high cube is assumed.', '无法识别箱型；按 40 尺高柜计算。'],
    ['22G1, 42G1, 45G1 or 20GP, 40GP, 40HQ', '22G1、42G1、45G1 或 20GP、40GP、40HQ'],
  ),
  TEU_MISMATCH: kind(
    'IMPLAUSIBLE',
    'teu',
    [
      'TEU, container type and number do not fit each other; TEU is not used.',
      '标箱数与箱型、箱量不符；不采用标箱数。',
    ],
    ['1 TEU a 20-foot, 2 a 40-foot, 2.25 a 45-foot container', '20 尺 1 TEU，40 尺 2 TEU，45 尺 2.25 TEU'],
  ),
  WEIGHT_MISSING: kind(
    'MISSING',
    'cargoWeight',
    ['No cargo weight; 10 t per TEU is assumed (iLEAP average).', '缺少货物重量；按每标箱 10 吨计算（iLEAP 平均值）。'],
    WEIGHT,
    WEIGHT_QUESTION,
  ),
  WEIGHT_UNREADABLE: kind(
    'UNREADABLE',
    'cargoWeight',
    ['The cargo weight is not a number; 10 t per TEU is assumed.', '货物重量不是数字；按每标箱 10 吨计算。'],
    NUMBER,
    WEIGHT_QUESTION,
  ),
  WEIGHT_IMPLAUSIBLE: kind(
    'IMPLAUSIBLE',
    'cargoWeight',
    [
      'The cargo weight of one container cannot be right; 10 t per TEU is assumed.',
      '每箱货重不合理；按每标箱 10 吨计算。',
    ],
    WEIGHT,
    WEIGHT_QUESTION,
  ),
  WEIGHT_UNIT_ASSUMED: kind(
    'ASSUMED',
    'cargoWeight',
    ['The weight has no unit; its size tells kg from t.', '重量未注明单位；按数值大小判断为千克或吨。'],
    ['kg or t in the header', '在表头注明 kg（千克）或 t（吨）'],
  ),
  WEIGHT_BASIS_ASSUMED: kind(
    'ASSUMED',
    'cargoWeight',
    [
      'It is not said whether the weight is of one container or of all; the reading that fits is taken, of all where both fit.',
      '未说明重量是每箱还是合计；取合理的一种，两者皆合理时按合计处理。',
    ],
    ['"total gross weight" or "weight per container"', '“总毛重”或“单箱重量”'],
  ),
  NET_WEIGHT_USED: kind(
    'ASSUMED',
    'netWeight',
    [
      'Only a net weight is given; packaging belongs to the mass and is missing.',
      '仅有净重；运输质量应含包装，现缺包装重量。',
    ],
    ['gross weight of the cargo', '货物毛重'],
    WEIGHT_QUESTION,
  ),
  TARE_SUBTRACTED: kind('ASSUMED', 'verifiedGrossMass', [
    'A verified gross mass includes the container; its usual tare is taken off.',
    'VGM 含箱体重量；已减去该箱型的常见自重。',
  ]),
  CHARGEABLE_WEIGHT_REFUSED: kind(
    'IMPLAUSIBLE',
    'chargeableWeight',
    ['A chargeable weight is a price basis, not a mass; it is not used.', '计费重量是计价依据，不是质量；不采用。'],
    ['gross weight of the cargo', '货物毛重'],
    WEIGHT_QUESTION,
  ),
  NUMBER_AMBIGUOUS: kind(
    'UNREADABLE',
    'cargoWeight',
    [
      'The point may divide thousands or decimals; it is read as a decimal point.',
      '点号可能是千位分隔符或小数点；按小数点读取。',
    ],
    ['24500 or 24.5, with no thousands separator', '24500 或 24.5，不用千位分隔符'],
  ),
  PRE_CARRIAGE_MISSING: kind(
    'MISSING',
    'preCarriageDistance',
    [
      'The way from the door to the load port is missing: the footprint is too small by it.',
      '缺少工厂到起运港的前程运输：碳足迹因此偏小。',
    ],
    ['mode (road, rail, barge, feeder) and kilometres', '方式（公路、铁路、驳船、支线）和公里数'],
    [
      'How did the cargo reach the port: mode and kilometres of each leg, by which waybill?',
      '货物如何到港：各段运输方式和公里数，依据哪份运单？',
    ],
  ),
  PRE_CARRIAGE_MODE_ASSUMED: kind(
    'ASSUMED',
    'preCarriageMode',
    [
      'The mode of the pre-carriage is not stated or not understood; road, the highest factor, is taken.',
      '前程运输方式未填或无法识别；按因子最高的公路计算。',
    ],
    ['road, rail, barge or feeder', '公路、铁路、驳船或支线'],
  ),
  PRE_CARRIAGE_IMPLAUSIBLE: kind(
    'IMPLAUSIBLE',
    'preCarriageDistance',
    ['The pre-carriage distance cannot be right; it is left out.', '前程运输距离不合理；未计入。'],
    ['1 to 5,000 km; one distance for each mode', '1 至 5,000 公里；每种方式一个距离'],
  ),
  DEPARTURE_MISSING: kind(
    'MISSING',
    'departureDate',
    [
      'No date of departure: the year of the report and the period of evidence are unknown.',
      '缺少开船日期：无法确定报告年度和证据期间。',
    ],
    ['2025-03-14', '2025-03-14'],
    ['On which date did the ship leave (on-board date)?', '船舶何日离港（装船日期）？'],
  ),
  DATE_UNREADABLE: kind(
    'UNREADABLE',
    'departureDate',
    ['The date is not understood.', '无法识别日期。'],
    ['2025-03-14', '2025-03-14'],
  ),
  DATE_AMBIGUOUS: kind(
    'UNREADABLE',
    'departureDate',
    ['Day and month of the date cannot be told apart; it is not used.', '日期中日与月无法区分；不采用。'],
    ['2025-03-14', '2025-03-14'],
  ),
  DEPARTURE_NOT_PAST: kind(
    'IMPLAUSIBLE',
    'departureDate',
    [
      'The ship has not left yet on the day of the diagnosis: the figures are a plan.',
      '诊断当日船舶尚未开航：数字仅为计划。',
    ],
    ['a date in the past', '过去的日期'],
  ),
  ARRIVAL_BEFORE_DEPARTURE: kind(
    'IMPLAUSIBLE',
    'arrivalDate',
    ['The arrival lies before the departure; it is not used.', '到港日期早于开船日期；不采用。'],
    ['a date after the departure', '开船之后的日期'],
  ),
  INCOTERM_MISSING: kind(
    'MISSING',
    'incoterm',
    ['No Incoterm: Scope 3 category 4 or 9 cannot be told.', '缺少贸易术语：无法判断范围三类别 4 或 9。'],
    ['EXW, FCA, FAS, FOB, CFR, CIF, CPT, CIP, DAP, DPU, DDP', 'EXW、FCA、FAS、FOB、CFR、CIF、CPT、CIP、DAP、DPU、DDP'],
    ['Who paid the sea freight, under which Incoterm and named place?', '海运费由谁支付，采用何种贸易术语和指定地点？'],
  ),
  INCOTERM_UNKNOWN: kind(
    'UNREADABLE',
    'incoterm',
    ['The Incoterm is not one of the present eleven.', '贸易术语不属于现行十一种。'],
    ['EXW, FCA, FAS, FOB, CFR, CIF, CPT, CIP, DAP, DPU, DDP', 'EXW、FCA、FAS、FOB、CFR、CIF、CPT、CIP、DAP、DPU、DDP'],
  ),
  HS_CODE_MISSING: kind(
    'MISSING',
    'extendedHSCode',
    ['No HS code: whether the policy covers the goods cannot be told.', '缺少 HS 编码：无法判断货物是否在政策范围内。'],
    ['6 to 12 digits, such as 854143', '6 至 12 位数字，如 854143'],
  ),
  HS_CODE_UNREADABLE: kind(
    'UNREADABLE',
    'extendedHSCode',
    ['The HS code is not 6 to 12 digits.', 'HS 编码不是 6 至 12 位数字。'],
    ['6 to 12 digits, such as 854143', '6 至 12 位数字，如 854143'],
  ),
  VESSEL_MISSING: kind(
    'MISSING',
    'vesselName',
    ['No ship: only the trade-lane default can be used.', '缺少船名：只能使用航线默认因子。'],
    ['the IMO number, or the name as registered', 'IMO 编号，或登记船名'],
    ['Which ship carried it (name, IMO number, voyage)?', '由哪艘船承运（船名、IMO 编号、航次）？'],
  ),
  VESSEL_NOT_IN_EU_MRV: kind(
    'EVIDENCE',
    'vesselName',
    ['The ship has no plausible figure in the EU-MRV register of 2023.', '该船在 2023 年欧盟 MRV 登记中没有合理数值。'],
    ['the IMO number, or the annual EU-MRV figure', 'IMO 编号，或年度 EU-MRV 数值'],
  ),
  VESSEL_FOUND_BY_NAME: kind(
    'ASSUMED',
    'vesselName',
    [
      'The ship was found by name; names change hands, IMO numbers do not.',
      '按船名找到该船；船名会变更，IMO 编号不会。',
    ],
    ['the IMO number', 'IMO 编号'],
  ),
  VESSEL_NAME_AMBIGUOUS: kind(
    'UNREADABLE',
    'vesselName',
    ['Several ships bear this name.', '有多艘船使用该船名。'],
    ['the IMO number', 'IMO 编号'],
  ),
  IMO_NUMBER_INVALID: kind(
    'IMPLAUSIBLE',
    'vesselIMONumber',
    [
      'The IMO number is not 7 digits with a right check digit; it is not used.',
      'IMO 编号不是校验位正确的 7 位数字；不采用。',
    ],
    ['7 digits, such as 9795610', '7 位数字，如 9795610'],
    ['What is the IMO number on the bill of lading or the ship’s register?', '提单或船舶登记上的 IMO 编号是多少？'],
  ),
  VESSEL_CONTRADICTION: kind(
    'IMPLAUSIBLE',
    'vesselName',
    [
      'Name and IMO number belong to different ships; the number is taken.',
      '船名与 IMO 编号不是同一艘船；以编号为准。',
    ],
    ['name and IMO number of one ship', '同一艘船的船名和 IMO 编号'],
  ),
  FUEL_MISSING: kind(
    'EVIDENCE',
    'fuelTonnes',
    [
      'Fuel by type and transport work are not given: the figure cannot be PRIMARY.',
      '未提供燃料种类和运输量：不能评为一手数据（PRIMARY）。',
    ],
    ['fuel type, tonnes, ship’s TEU capacity, load factor, period', '燃料种类、吨数、船舶箱位、装载率、期间'],
    CARRIER_QUESTION,
  ),
  FUEL_UNREADABLE: kind(
    'UNREADABLE',
    'fuelType',
    ['The fuel or its tonnes are not understood.', '无法识别燃料种类或吨数。'],
    [
      'HFO, VLSFO, MDO_MGO, LNG, METHANOL, BIO_METHANOL, FAME, HVO, BIO_LNG, AMMONIA; a blend is two fuels',
      'HFO、VLSFO、MDO_MGO、LNG、METHANOL、BIO_METHANOL、FAME、HVO、BIO_LNG、AMMONIA；混合燃料须分为两种',
    ],
  ),
  CAPACITY_IMPLAUSIBLE: kind(
    'IMPLAUSIBLE',
    'vesselCapacityTeu',
    ['The ship’s capacity cannot be right; it is not used.', '船舶箱位不合理；不采用。'],
    ['100 to 25,000 TEU', '100 至 25,000 TEU'],
  ),
  LOAD_FACTOR_IMPLAUSIBLE: kind(
    'IMPLAUSIBLE',
    'loadFactorPercent',
    ['The load factor cannot be right; it is not used.', '装载率不合理；不采用。'],
    ['10 to 100 %', '10 至 100 %'],
    ['How was the load factor measured, in TEU and on which legs?', '装载率如何测得（按 TEU、哪些航段）？'],
  ),
  LOAD_FACTOR_AS_FRACTION: kind('ASSUMED', 'loadFactorPercent', [
    'The load factor is a fraction; 0.7 is read as 70 %.',
    '装载率为小数；0.7 按 70 % 读取。',
  ]),
  EVIDENCE_MISSING: kind(
    'EVIDENCE',
    'evidenceSha256',
    [
      'Fuel is estimated, with no document (SHA-256) behind it: not PRIMARY until the carrier confirms.',
      '燃料为估算，无文件（SHA-256）支持：承运人确认前不能评为一手数据（PRIMARY）。',
    ],
    ['a bunker delivery note or voyage report by its SHA-256', '加油单或航次报告及其 SHA-256'],
    CARRIER_QUESTION,
  ),
  PRIMARY_REFUSED: kind(
    'EVIDENCE',
    'fuelTonnes',
    ['Fuel over transport work does not stand as PRIMARY.', '燃料与运输量不能作为一手数据（PRIMARY）。'],
    undefined,
    CARRIER_QUESTION,
  ),
  MRV_REFUSED: kind(
    'EVIDENCE',
    'gCO2PerTonneNauticalMile',
    ['The EU-MRV figure does not stand.', 'EU-MRV 数值不成立。'],
    ['4.5 to 120 g CO2/(t·nm) of a past year', '过去年度的 4.5 至 120 g CO2/（t·nm）'],
    ['Which published EU-MRV report shows the figure?', '哪份公布的 EU-MRV 报告载有该数值？'],
  ),
  NOT_AVAILABLE: kind('EVIDENCE', 'evidenceReference', [
    'The supplier was asked and says that the evidence does not exist.',
    '已向供应商索取，对方称没有该证据。',
  ]),
} as const satisfies Readonly<Record<string, FindingKind>>;

export type FindingCode = keyof typeof FINDINGS;

export type Finding = {
  readonly code: FindingCode;
  readonly severity: Severity;
  /** The file's own header, or the field's name where the file has no such column. */
  readonly column: string;
  readonly field: ShipmentField;
  /** The cell as it stands; absent when empty. */
  readonly value?: string;
  readonly message: string;
  readonly messageZh: string;
  readonly allowed?: string;
  readonly allowedZh?: string;
};

const SHOWN_VALUE_LENGTH = 80;

export function makeFinding(
  code: FindingCode,
  place: {
    readonly column?: string | undefined;
    readonly field?: ShipmentField;
    readonly value?: string | undefined;
    readonly detail?: string;
  } = {},
): Finding {
  const entry: FindingKind = FINDINGS[code];
  const field = place.field ?? entry.field;
  const detail = place.detail === undefined ? '' : ` ${place.detail}`;
  return {
    code,
    severity: entry.severity,
    column: place.column ?? field,
    field,
    ...(place.value === undefined || place.value === '' ? {} : { value: place.value.slice(0, SHOWN_VALUE_LENGTH) }),
    message: `${entry.what.en}${detail}`,
    messageZh: `${entry.what.zh}${detail}`,
    ...(entry.allowed === undefined ? {} : { allowed: entry.allowed.en, allowedZh: entry.allowed.zh }),
  };
}

/** What an auditor would ask, by finding. */
export function auditQuestionOf(code: FindingCode): Text | undefined {
  const entry: FindingKind = FINDINGS[code];
  return entry.question;
}
