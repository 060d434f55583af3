import { describe, expect, test } from 'vitest';
import { longDwell, movedCutOff, unusedPass } from '../src/domain/alert-words.ts';

const ship = { vesselName: 'MANILA MAERSK', carrierExportVoyageNumber: '054W' };
const closes = '2026-12-02T18:00:00+08:00';

describe('an alert in words', () => {
  test('says in both languages which box, which ship, and by when', () => {
    const told = [
      unusedPass({ equipmentReference: 'APZU4812090', unitNumber: 1, ...ship, closes }),
      unusedPass({ equipmentReference: null, unitNumber: 3, ...ship, closes }),
      longDwell({ equipmentReference: 'APZU4812090', lane: 'GREEN', hours: 53.24, targetHours: 48 }),
      longDwell({ equipmentReference: 'APZU4812090', lane: 'ORDINARY', hours: 121, targetHours: 120 }),
      movedCutOff({ containers: 12, ...ship, closes, closedBefore: '2026-12-03T06:00:00+08:00' }),
      movedCutOff({ containers: 1, ...ship, closes: '2026-12-02T10:00:00Z', closedBefore: closes }),
    ];
    expect(told.flatMap(({ message, translations }) => [message, translations.zh])).toMatchInlineSnapshot(`
      [
        "The pass of APZU4812090 on MANILA MAERSK 054W has not been used; the gate closes at 2026-12-02 18:00 (UTC+08:00).",
        "MANILA MAERSK 054W 航次 APZU4812090 的通行证尚未使用；2026-12-02 18:00 (UTC+08:00) 截港。",
        "The pass of container 3 on MANILA MAERSK 054W has not been used; the gate closes at 2026-12-02 18:00 (UTC+08:00).",
        "MANILA MAERSK 054W 航次第 3 箱的通行证尚未使用；2026-12-02 18:00 (UTC+08:00) 截港。",
        "APZU4812090 has waited 53.2 hours in the green lane; the target is 48 hours.",
        "APZU4812090 在绿色通道已等待 53.2 小时；目标为 48 小时。",
        "APZU4812090 has waited 121.0 hours in the ordinary lane; the target is 120 hours.",
        "APZU4812090 在普通通道已等待 121.0 小时；目标为 120 小时。",
        "The gate for 12 containers on MANILA MAERSK 054W now closes at 2026-12-02 18:00 (UTC+08:00); it was 2026-12-03 06:00 (UTC+08:00).",
        "MANILA MAERSK 054W 航次 12 箱的截港时间改为 2026-12-02 18:00 (UTC+08:00)，原为 2026-12-03 06:00 (UTC+08:00)。",
        "The gate for 1 container on MANILA MAERSK 054W now closes at 2026-12-02 10:00 (UTC); it was 2026-12-02 18:00 (UTC+08:00).",
        "MANILA MAERSK 054W 航次 1 箱的截港时间改为 2026-12-02 10:00 (UTC)，原为 2026-12-02 18:00 (UTC+08:00)。",
      ]
    `);
  });
});
