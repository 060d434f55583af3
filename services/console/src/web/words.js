/** Every word of the page, English and Chinese. */
const WORDS = {
  signIn: ['Sign in with an API key', '使用 API 密钥登录'],
  keyHint: [
    'Keys of the demo are in .greenlane/demo-credentials.json on the machine that runs the platform.',
    '演示密钥位于运行平台的机器上：.greenlane/demo-credentials.json。',
  ],
  enter: ['Sign in', '登录'],
  leave: ['Sign out', '退出'],
  market: ['Market', '运力市场'],
  requests: ['Requests', '托运需求'],
  port: ['Port', '港口'],
  ports: ['Port board', '港口看板'],
  programme: ['Programme', '项目成效'],
  statements: ['Statements', '碳声明'],
  live: ['Live', '实时动态'],
  teuPlaced: ['TEU placed', '已分配 TEU'],
  priority: ['of it priority units', '其中优先单位'],
  co2e: ['t CO2e, door to port', '吨 CO2e（门到港）'],
  below: ['against the lane default', '与航线默认值相比'],
  sailing: ['Sailing', '航次'],
  lane: ['Lane', '航线'],
  departure: ['Departs', '离港'],
  arrival: ['Arrives', '到港'],
  units: ['Boxes', '箱数'],
  status: ['Status', '状态'],
  carrier: ['Carrier', '承运人'],
  perTeu: ['kg CO2e per TEU', '每 TEU CO2e 千克'],
  rate: ['Rate', '运价'],
  data: ['Data', '数据等级'],
  fill: ['Fill of each leg', '各航段占用'],
  reference: ['Reference', '编号'],
  cargo: ['Cargo', '货物'],
  to: ['To', '目的港'],
  ranking: ['Ranked capacity', '运力排序'],
  whyNot: ['Why other sailings were refused', '其他航次未入选的原因'],
  plot: ['CO2e per TEU against arrival; filled marks are Pareto-optimal', '每 TEU CO2e 与到港时间；实心为帕累托最优'],
  passes: ['Green-lane passes', '绿色通道通行证'],
  window: ['Gate closes', '截关时间'],
  container: ['Container', '箱号'],
  dwell: ['Dwell of loaded boxes, hours from gate-in to load', '在港时间（进闸至装船，小时）'],
  green: ['Green lane', '绿色通道'],
  ordinary: ['Ordinary lane', '普通通道'],
  mean: ['mean', '平均'],
  median: ['median', '中位数'],
  open: ['still open', '在场'],
  alerts: ['Alerts', '提醒'],
  cluster: ['Cluster', '集群'],
  asked: ['boxes asked for', '申请箱数'],
  placed: ['placed', '已分配'],
  fillRate: ['fill rate', '满足率'],
  hours: ['hours to allocation', '分配用时（小时）'],
  lowEmission: ['TEU on low-emission space', '低排放运力 TEU'],
  indicative: [
    'Indicative: programme rules are assumed, not published; nothing here promises capacity or money.',
    '指示性：项目规则为假设，尚未公布；不构成运力或资金承诺。',
  ],
  nothing: ['Nothing here yet.', '暂无内容。'],
  issued: ['Issued', '签发'],
  show: ['Show', '查看'],
  none: ['none', '无'],
};

let language = localStorage.getItem('language') ?? (navigator.language.startsWith('zh') ? 'zh' : 'en');

export const say = (word) => WORDS[word]?.[language === 'zh' ? 1 : 0] ?? word;
export const currentLanguage = () => language;
export function switchLanguage() {
  language = language === 'zh' ? 'en' : 'zh';
  localStorage.setItem('language', language);
  document.documentElement.lang = language;
}
