import { allPorts, findPort, type Port } from './ports.ts';

/** Chinese names of ports as shipping papers write them, without 港; several names of one port are divided by a stroke. */
const CHINESE_NAMES: Readonly<Record<string, string>> = {
  CNSGH: '上海|外高桥',
  CNYSA: '洋山|上海洋山',
  CNNBO: '宁波|宁波舟山|北仑',
  CNYTN: '盐田|深圳盐田',
  CNSHK: '蛇口|深圳蛇口',
  CNNSA: '南沙|广州南沙',
  CNLYG: '连云港|连云',
  CNQIN: '青岛',
  CNTAC: '太仓',
  CNDFG: '大丰|盐城大丰',
  CNBHX: '滨海|盐城滨海',
  CNSEY: '射阳',
  CNZPU: '乍浦|嘉兴乍浦',
  CNJAX: '嘉兴',
  CNHUI: '惠州',
  CNDAY: '大亚湾|惠州大亚湾',
  CNXAM: '厦门',
  CNDAL: '大连',
  CNFZH: '福州',
  CNTXG: '天津|天津新港|新港',
  HKHKG: '香港',
  KRPUS: '釜山',
  KRKAN: '光阳',
  KRICH: '仁川',
  JPTYO: '东京',
  JPYOK: '横滨',
  JPNGO: '名古屋',
  JPUKB: '神户',
  JPOSA: '大阪',
  JPHKT: '博多',
  TWKHH: '高雄',
  TWKEL: '基隆',
  SGSIN: '新加坡',
  MYPKG: '巴生|巴生港',
  MYTPP: '丹戎帕拉帕斯',
  MYPEN: '槟城',
  THLCH: '林查班',
  VNSGN: '胡志明|胡志明市',
  VNHPH: '海防',
  VNDAD: '岘港',
  IDJKT: '雅加达',
  IDSUB: '泗水',
  PHMNL: '马尼拉',
  KHKOS: '西哈努克|西哈努克港',
  AEJEA: '杰贝阿里|迪拜',
  AEAUH: '阿布扎比|哈利法',
  SADMM: '达曼',
  SAJED: '吉达',
  OMSLL: '塞拉莱',
  OMSOH: '苏哈尔',
  INNSA: '那瓦舍瓦|孟买',
  INMAA: '金奈',
  PKKHI: '卡拉奇',
  LKCMB: '科伦坡',
  BDCGP: '吉大|吉大港',
  JOAQB: '亚喀巴',
  NLRTM: '鹿特丹',
  DEHAM: '汉堡',
  DEBRV: '不来梅|不来梅哈芬',
  DEWVN: '威廉|威廉港',
  BEANR: '安特卫普',
  BEZEE: '泽布吕赫',
  FRLEH: '勒阿弗尔',
  GBFXT: '费利克斯托|弗利克斯托',
  GBSOU: '南安普敦|南安普顿',
  PLGDY: '格丁尼亚',
  SEGOT: '哥德堡',
  DKAAR: '奥胡斯',
  IEDUB: '都柏林',
  GRPIR: '比雷埃夫斯',
  ITGOA: '热那亚',
  ITTRS: '的里雅斯特',
  SIKOP: '科佩尔',
  ESVLC: '瓦伦西亚|巴伦西亚',
  ESBCN: '巴塞罗那',
  ESALG: '阿尔赫西拉斯',
  TRMER: '梅尔辛',
  TRIZM: '伊兹密尔',
  EGPSD: '塞得|塞得港',
  EGALY: '亚历山大',
  EGDAM: '达米埃塔',
  ROCND: '康斯坦察',
  ILASH: '阿什杜德',
  ILHFA: '海法',
  CYLMS: '利马索尔',
  MAPTM: '丹吉尔',
  USLAX: '洛杉矶',
  USLGB: '长滩',
  // Oakland and Auckland share one Chinese name: the name alone does not tell which.
  USOAK: '奥克兰',
  NZAKL: '奥克兰',
  USSEA: '西雅图',
  CAVAN: '温哥华',
  MXLZC: '拉萨罗卡德纳斯',
  MXESE: '恩塞纳达',
  USNYC: '纽约',
  USEWR: '纽瓦克',
  USBAL: '巴尔的摩',
  USORF: '诺福克',
  USCHS: '查尔斯顿',
  USSAV: '萨凡纳',
  USMIA: '迈阿密',
  USHOU: '休斯顿',
  USMSY: '新奥尔良',
  USMOB: '莫比尔',
  CAMTR: '蒙特利尔',
  BRSSZ: '桑托斯',
  BRPNG: '巴拉那瓜',
  ARBUE: '布宜诺斯艾利斯',
  UYMVD: '蒙得维的亚',
  CLSAI: '圣安东尼奥',
  PECLL: '卡亚俄',
  ECGYE: '瓜亚基尔',
  COBUN: '布埃纳文图拉',
  COCTG: '卡塔赫纳',
  PABLB: '巴尔博亚',
  ZADUR: '德班',
  ZACPT: '开普敦',
  KEMBA: '蒙巴萨',
  TZDAR: '达累斯萨拉姆',
  GHTEM: '特马',
  TGLFW: '洛美',
  CIABJ: '阿比让',
  MACAS: '卡萨布兰卡',
  DJJIB: '吉布提',
  AUSYD: '悉尼',
  AUMEL: '墨尔本',
  AUBNE: '布里斯班',
  AUFRE: '弗里曼特尔',
  NZTRG: '陶朗加',
};

/** Other spellings in Latin letters. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  CNSGH: 'waigaoqiao',
  CNYSA: 'shanghaiyangshan',
  CNTXG: 'tianjin|xingang|tianjinxingang',
  CNNSA: 'guangzhounansha',
  CNYTN: 'shenzhenyantian',
  CNSHK: 'shenzhenshekou',
  CNNBO: 'ningbozhoushan|beilun',
  AEJEA: 'dubai',
  BEANR: 'antwerpen|antwerpbruges',
  GRPIR: 'pireaus|piraeas',
  INNSA: 'jnpt|mumbai|nhavasheva',
  IDJKT: 'jakarta|tanjungpriok',
  VNSGN: 'hochiminh|hcmc|saigon',
  USNYC: 'nynj',
  MAPTM: 'tangier|tangermed',
  ITGOA: 'genova',
  PLGDY: 'gdingen',
};

const normal = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{Letter}\p{Number}]/gu, '');

const BY_NAME: ReadonlyMap<string, readonly Port[]> = (() => {
  const entries = allPorts().flatMap((port) => {
    const names = [
      port.name,
      port.name.replaceAll(/\s*\(.*\)/g, ''),
      ...(CHINESE_NAMES[port.UNLocationCode] ?? '').split('|'),
      ...(OTHER_NAMES[port.UNLocationCode] ?? '').split('|'),
    ].filter((name) => name !== '');
    return [...new Set(names.map(normal))].map((name) => ({ name, port }));
  });
  return new Map(
    [...Map.groupBy(entries, ({ name }) => name)].map(([name, found]) => [name, found.map(({ port }) => port)]),
  );
})();

/**
 * The ports that a cell of a shipping list may mean: by UN/LOCODE anywhere in it (retired codes included), else by English
 * or Chinese name, with or without "Port of", 港, a country or brackets. None when unknown; several when the name is
 * ambiguous (奥克兰 is Oakland and Auckland).
 */
export function findPortsByText(text: string): readonly Port[] {
  const plain = text.normalize('NFKC').trim();
  for (const [code] of plain.toUpperCase().matchAll(/(?<![A-Z0-9])[A-Z]{2} ?[A-Z2-9]{3}(?![A-Z0-9])/g)) {
    const port = findPort(code.replace(' ', ''));
    if (port) return [port];
  }
  const parts = [plain, ...plain.split(/[,，;/()[\]]/)].map(normal).filter((part) => part !== '');
  for (const part of parts) {
    const bare = part.replace(/^portof/, '').replace(/(port|港)$/, '');
    const found = BY_NAME.get(part) ?? BY_NAME.get(bare);
    if (found) return found;
  }
  return [];
}
