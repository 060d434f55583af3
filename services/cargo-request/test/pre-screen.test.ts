import type { CargoRequestBody } from '@greenlane/contracts/cargo-request';
import { describe, expect, test } from 'vitest';
import { preScreen, type ScreeningRules, screenAcceptance } from '../src/domain/pre-screen.ts';

type Goods = CargoRequestBody['cargo']['dangerousGoods'];
const cargo = (extendedHSCode: string, dangerousGoods: Goods = []) => ({
  extendedHSCode,
  commodityType: 'goods',
  dangerousGoods,
});
const goods = (UNNumber: string, imoClass = '9', certificateReference?: string): Goods[number] => ({
  UNNumber,
  imoClass,
  ...(certificateReference === undefined ? {} : { certificateReference }),
});
const RULES = ['3480', '3481', '3536', '3551', '3552'].map((UNNumber) => ({
  UNNumber,
  imoClass: '9',
  properShippingName: 'BATTERIES',
  certificateRequired: true,
}));
const said = (feedbacks: ReturnType<typeof preScreen>) =>
  feedbacks.map(({ severity, code, property }) => [severity, code, property]);

describe('the pre-screen of what is declared', () => {
  test.each([
    ['PV modules', cargo('854143'), []],
    ['inverters', cargo('850440'), []],
    [
      'PV modules declared as dangerous',
      cargo('854143', [goods('3480', '9', 'C')]),
      [['WARN', 'DANGEROUS_GOODS_UNEXPECTED', 'cargo.dangerousGoods']],
    ],
    [
      'batteries without a UN number',
      cargo('850760'),
      [['ERROR', 'BATTERY_UN_NUMBER_REQUIRED', 'cargo.dangerousGoods']],
    ],
    ['batteries with their certificate', cargo('850760', [goods('3480', '9', 'C')]), []],
    [
      'batteries without a certificate',
      cargo('850760', [goods('3536')]),
      [['ERROR', 'CERTIFICATE_REQUIRED', 'cargo.dangerousGoods[0].certificateReference']],
    ],
    [
      'batteries of the wrong class',
      cargo('850760', [goods('3481', '4.1', 'C')]),
      [['ERROR', 'IMO_CLASS_MISMATCH', 'cargo.dangerousGoods[0].imoClass']],
    ],
    ['sodium-ion batteries', cargo('850780', [goods('3551', '9', 'C')]), []],
    [
      'sodium-ion batteries in equipment, uncertified',
      cargo('850780', [goods('3552')]),
      [['ERROR', 'CERTIFICATE_REQUIRED', 'cargo.dangerousGoods[0].certificateReference']],
    ],
    [
      'a number past the end of the list',
      cargo('850780', [goods('9999')]),
      [['ERROR', 'UN_NUMBER_UNKNOWN', 'cargo.dangerousGoods[0].UNNumber']],
    ],
  ])('%s', (_name, what, expected) => {
    expect(said(preScreen(what, RULES))).toEqual(expected);
  });

  test('knows the battery classes of IMDG 42-24 before any policy has arrived', () => {
    expect(said(preScreen(cargo('850760', [goods('3480', '3')]), undefined))).toEqual([
      ['ERROR', 'IMO_CLASS_MISMATCH', 'cargo.dangerousGoods[0].imoClass'],
      ['WARN', 'NO_POLICY_IN_FORCE', 'cargo.dangerousGoods'],
    ]);
  });
});

test('what stays with the request is said in Chinese too', () => {
  const twice = [goods('3480', '9', 'C'), goods('3480', '9', 'C')];
  const chinese = [...preScreen(cargo('854143', twice), []), ...preScreen(cargo('850780', [goods('3551')]), undefined)]
    .filter(({ severity }) => severity === 'WARN')
    .map(({ translations }) => translations?.zh);
  expect(chinese).toEqual([
    '光伏组件本身不属危险品；申报予以保留，并会限制可用的航次。',
    '现行政策没有关于 UN 3480 的规定，仅以承运人是否接受为准。',
    'UN 3480 重复申报。',
    '现行政策没有关于 UN 3480 的规定，仅以承运人是否接受为准。',
    '尚无生效的政策，因此未核对证书。',
  ]);
});

describe('the pre-screen of who takes it', () => {
  const rules: ScreeningRules = {
    dangerousGoods: RULES,
    portRestrictions: [{ UNLocationCode: 'CNSGH', refusedUNNumbers: ['3536'] }],
    acceptedUNNumbers: new Map([['CHINA', new Set(['3480', '3536'])]]),
  };
  const batteries = cargo('850760', [goods('3536', '9', 'C')]);
  const at = (...loadPorts: string[]) => ({ loadPorts, market: 'CHINA' });

  test('a port that refuses the goods leaves the others; when all refuse, no carrier could load them', () => {
    expect(said(screenAcceptance(batteries, at('CNSGH', 'CNNBO'), rules))).toEqual([
      ['WARN', 'PORT_REFUSES_UN_NUMBER', 'origin.loadPorts'],
    ]);
    expect(screenAcceptance(batteries, at('CNSGH'), rules)).toEqual([
      {
        severity: 'ERROR',
        code: 'PORT_REFUSES_UN_NUMBER',
        property: 'origin.loadPorts',
        message: 'CNSGH does not take UN 3536 under the policy in force',
      },
    ]);
  });

  test('goods that no carrier of the market takes today are said to wait, at submission', () => {
    expect(screenAcceptance(cargo('850780', [goods('3551', '9', 'C')]), at('CNNBO'), rules)).toEqual([
      {
        severity: 'WARN',
        code: 'NO_CARRIER_ACCEPTS_YET',
        property: 'cargo.dangerousGoods',
        message: 'no open offer of the market CHINA takes UN 3551 today; the request waits until one does',
        translations: { zh: '目前 CHINA 市场没有航次接受 UN 3551；有航次接受后再行配载。' },
      },
    ]);
    expect(screenAcceptance(cargo('854143'), at('CNNBO'), rules)).toEqual([]);
  });
});
