import type { CargoRequestBody, Feedback } from '@greenlane/contracts/cargo-request';
import type { PolicyRules } from '@greenlane/contracts/policy';

type Cargo = CargoRequestBody['cargo'];
export type DangerousGoodsRules = PolicyRules['dangerousGoods'];

/** What the pre-screen knows beside the cargo: the policy in force, and what carriers take today. */
export type ScreeningRules = {
  /** Undefined while no policy is known. */
  readonly dangerousGoods: DangerousGoodsRules | undefined;
  readonly portRestrictions: NonNullable<PolicyRules['portRestrictions']>;
  /** UN numbers that at least one open offer takes, by market. */
  readonly acceptedUNNumbers: ReadonlyMap<string, ReadonlySet<string>>;
};

/**
 * Battery entries of the IMDG Code 42-24 (mandatory since 1 January 2026), all class 9 without packing group. They are
 * law, not policy: known even before a policy has arrived.
 */
const BATTERY_ENTRIES: ReadonlyMap<string, string> = new Map([
  ['3480', 'LITHIUM ION BATTERIES'],
  ['3481', 'LITHIUM ION BATTERIES CONTAINED IN EQUIPMENT or PACKED WITH EQUIPMENT'],
  ['3536', 'LITHIUM BATTERIES INSTALLED IN CARGO TRANSPORT UNIT'],
  ['3551', 'SODIUM ION BATTERIES'],
  ['3552', 'SODIUM ION BATTERIES CONTAINED IN EQUIPMENT or PACKED WITH EQUIPMENT'],
]);
const BATTERY_CLASS = '9';

/** HS 2022: lithium-ion accumulators always travel under a UN number. */
const LITHIUM_ION_HS_PREFIX = '850760';
/** HS 2022: PV cells and modules, static converters (inverters); none is dangerous goods by itself. */
const HARMLESS_HS_PREFIXES: ReadonlyMap<string, readonly [en: string, zh: string]> = new Map([
  ['854142', ['photovoltaic cells', '光伏电池片']],
  ['854143', ['PV modules', '光伏组件']],
  ['850440', ['inverters', '逆变器']],
]);

/** The first and last entry of the Dangerous Goods List in the UN Model Regulations, revision 23 (IMDG 42-24). */
const UN_NUMBERS = { first: 4, last: 3560 };

const feedback = (severity: Feedback['severity'], code: string, property: string, message: string): Feedback => ({
  severity,
  code,
  property,
  message,
});

/** What stays with the request and is read on the page, so in both languages; errors go back to the program that sent it. */
const warning = (code: string, property: string, message: string, chinese: string): Feedback => ({
  ...feedback('WARN', code, property, message),
  translations: { zh: chinese },
});

function screenEntry(
  goods: Cargo['dangerousGoods'][number],
  property: string,
  rules: DangerousGoodsRules | undefined,
): readonly Feedback[] {
  const number = Number(goods.UNNumber);
  if (number < UN_NUMBERS.first || number > UN_NUMBERS.last) {
    return [
      feedback(
        'ERROR',
        'UN_NUMBER_UNKNOWN',
        `${property}.UNNumber`,
        `UN ${goods.UNNumber} is not in the Dangerous Goods List`,
      ),
    ];
  }
  const rule = rules?.find((entry) => entry.UNNumber === goods.UNNumber);
  const isBattery = BATTERY_ENTRIES.has(goods.UNNumber);
  const name = rule?.properShippingName ?? BATTERY_ENTRIES.get(goods.UNNumber);
  const expectedClass = rule?.imoClass ?? (isBattery ? BATTERY_CLASS : undefined);
  const feedbacks: Feedback[] = [];
  if (expectedClass !== undefined && goods.imoClass !== expectedClass) {
    feedbacks.push(
      feedback(
        'ERROR',
        'IMO_CLASS_MISMATCH',
        `${property}.imoClass`,
        `UN ${goods.UNNumber} ${name} is class ${expectedClass}, not ${goods.imoClass}`,
      ),
    );
  }
  if (rule?.certificateRequired === true && goods.certificateReference === undefined) {
    feedbacks.push(
      feedback(
        'ERROR',
        'CERTIFICATE_REQUIRED',
        `${property}.certificateReference`,
        `UN ${goods.UNNumber} ${name} needs the reference of its certificate`,
      ),
    );
  }
  if (rules !== undefined && rule === undefined) {
    feedbacks.push(
      warning(
        'UN_NUMBER_NOT_IN_POLICY',
        `${property}.UNNumber`,
        `the policy in force has no rule for UN ${goods.UNNumber}: only what carriers accept decides`,
        `现行政策没有关于 UN ${goods.UNNumber} 的规定，仅以承运人是否接受为准。`,
      ),
    );
  }
  return feedbacks;
}

/**
 * Looks at what is declared before anyone holds space for it. ERROR: no carrier could ever take the cargo as it is
 * declared; WARN: it is taken and somebody should look again.
 * @param rules the dangerous-goods rules of the policy in force; undefined when no policy is known yet
 */
export function preScreen(cargo: Cargo, rules: DangerousGoodsRules | undefined): readonly Feedback[] {
  const feedbacks: Feedback[] = [];
  const declared = cargo.dangerousGoods;
  const isLithiumIon = cargo.extendedHSCode.startsWith(LITHIUM_ION_HS_PREFIX);
  if (isLithiumIon && !declared.some((goods) => BATTERY_ENTRIES.has(goods.UNNumber))) {
    feedbacks.push(
      feedback(
        'ERROR',
        'BATTERY_UN_NUMBER_REQUIRED',
        'cargo.dangerousGoods',
        `lithium-ion accumulators (HS 8507.60) are declared under one of UN ${[...BATTERY_ENTRIES.keys()].join(', ')}`,
      ),
    );
  }
  const harmless = HARMLESS_HS_PREFIXES.get(cargo.extendedHSCode.slice(0, 6));
  if (harmless !== undefined && declared.length > 0) {
    feedbacks.push(
      warning(
        'DANGEROUS_GOODS_UNEXPECTED',
        'cargo.dangerousGoods',
        `${harmless[0]} are not dangerous goods by themselves; the declaration is kept and limits which offers fit`,
        `${harmless[1]}本身不属危险品；申报予以保留，并会限制可用的航次。`,
      ),
    );
  }
  declared.forEach((goods, index) => {
    const property = `cargo.dangerousGoods[${index}]`;
    if (declared.findIndex((other) => other.UNNumber === goods.UNNumber) < index) {
      feedbacks.push(
        warning(
          'DUPLICATE_UN_NUMBER',
          `${property}.UNNumber`,
          `UN ${goods.UNNumber} is declared twice`,
          `UN ${goods.UNNumber} 重复申报。`,
        ),
      );
    }
    feedbacks.push(...screenEntry(goods, property, rules));
  });
  if (declared.length > 0 && rules === undefined) {
    feedbacks.push(
      warning(
        'NO_POLICY_IN_FORCE',
        'cargo.dangerousGoods',
        'no policy is in force yet, so certificates were not checked',
        '尚无生效的政策，因此未核对证书。',
      ),
    );
  }
  return feedbacks;
}

/**
 * Whether the load ports and the carriers of the market take the dangerous goods at all: said at submission, not after
 * the cargo was accepted. A port that refuses leaves the others; when all refuse, no carrier could ever load it.
 */
export function screenAcceptance(
  cargo: Cargo,
  place: { readonly loadPorts: readonly string[]; readonly market: string | undefined },
  rules: ScreeningRules,
): readonly Feedback[] {
  const numbers = [...new Set(cargo.dangerousGoods.map(({ UNNumber }) => UNNumber))];
  const feedbacks: Feedback[] = [];
  const refusing = place.loadPorts.flatMap((port) => {
    const refused = rules.portRestrictions
      .filter((restriction) => restriction.UNLocationCode === port)
      .flatMap(({ refusedUNNumbers }) => numbers.filter((number) => refusedUNNumbers.includes(number)));
    return refused.length === 0 ? [] : [{ port, refused }];
  });
  const isHopeless = place.loadPorts.length > 0 && refusing.length === place.loadPorts.length;
  for (const { port, refused } of refusing) {
    const refusal = `${port} does not take UN ${refused.join(', ')} under the policy in force`;
    feedbacks.push(
      isHopeless
        ? feedback('ERROR', 'PORT_REFUSES_UN_NUMBER', 'origin.loadPorts', refusal)
        : warning(
            'PORT_REFUSES_UN_NUMBER',
            'origin.loadPorts',
            `${refusal}; only the other load ports can be used`,
            `按现行政策，${port} 不接受 UN ${refused.join('、')}；只能使用其他装货港。`,
          ),
    );
  }
  const accepted = place.market === undefined ? undefined : rules.acceptedUNNumbers.get(place.market);
  const untaken = numbers.filter((number) => accepted?.has(number) !== true);
  if (untaken.length > 0 && place.market !== undefined) {
    feedbacks.push(
      warning(
        'NO_CARRIER_ACCEPTS_YET',
        'cargo.dangerousGoods',
        `no open offer of the market ${place.market} takes UN ${untaken.join(', ')} today; the request waits until one does`,
        `目前 ${place.market} 市场没有航次接受 UN ${untaken.join('、')}；有航次接受后再行配载。`,
      ),
    );
  }
  return feedbacks;
}
