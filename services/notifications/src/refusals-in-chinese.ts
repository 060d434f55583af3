import type { Translation } from '@greenlane/runtime/translation';

export const NOTIFICATIONS_IN_CHINESE: Translation = {
  sentences: {
    'The headers are not valid': '请求头不正确',
    'the cursor of an answer, or the id of an event of the stream': '须为某次返回的游标，或事件流中某事件的编号',
    'the id of the last event received': '须为最近收到的事件编号',
    'There are too many subscriptions': '订阅过多',
    'an organisation has at most {0}; delete one': '每个机构最多 {0} 个，请先删除一个',
    'No such subscription': '没有该订阅',
    'no such subscription, or not yours': '没有该订阅，或不属于本机构',
    'an absolute URL such as https://example.com/greenlane': '须为完整网址，如 https://example.com/greenlane',
    'a callback is https': '回调网址须为 https',
    'no user or password in a callback URL; the signature proves who calls':
      '回调网址不得含用户名或密码；来访身份由签名证明',
    'a public address: private, link-local, loopback and reserved addresses are never called':
      '须为公网地址：不会访问内网、链路本地、回环或保留地址',
    'base64 of at least {0} bytes': '须为至少 {0} 字节的 base64 编码',
  },
};
