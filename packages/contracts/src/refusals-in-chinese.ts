/** What the schemas of this package say of a value that they refuse, by the English sentence. */
export const CONTRACTS_IN_CHINESE: { readonly sentences: Readonly<Record<string, string>> } = {
  sentences: {
    'a UN/LOCODE such as CNSGH: two letters of the country, then three of A–Z or 2–9':
      '须为 UN/LOCODE 港口代码，如 CNSGH：两位国家字母，再加三位字母 A–Z 或数字 2–9',
    'an IMO number of 7 digits, without "IMO"': '须为 7 位数字的 IMO 编号，不带“IMO”字样',
    'an RFC 3339 date-time with offset, such as 2026-12-03T06:00:00+08:00':
      '须为带时区的日期时间，如 2026-12-03T06:00:00+08:00',
    'one line of visible text, without control characters or marks that nobody sees':
      '须为一行可见文字，不得含控制字符或不可见字符',
    'a currency of ISO 4217, such as USD or CNY': '须为 ISO 4217 货币代码，如 USD、CNY',
    'a date such as 2026-12-03': '须为日期，如 2026-12-03',
    'a date-time from 1900 on, such as 2026-12-03T06:00:00+08:00':
      '须为 1900 年及以后的日期时间，如 2026-12-03T06:00:00+08:00',
    'a date from 1900 on, such as 2026-12-03': '须为 1900 年及以后的日期，如 2026-12-03',
    'a date not before from': '不得早于起始日期 from',
    'a decimal in a string, such as "12.5"': '须为写在引号内的数字，如 "12.5"',
    'a decimal of 0 or more, in a string': '须为不小于 0 的数字，写在引号内',
    'a decimal above 0, in a string': '须为大于 0 的数字，写在引号内',
    'an ISO 4217 currency code such as USD': '须为 ISO 4217 币种代码，如 USD',
    'a UN number of 4 digits, such as 3480': '须为 4 位数字的 UN 编号，如 3480',
    'an IMO class such as 9 or 4.1': '须为 IMO 危险品类别，如 9 或 4.1',
    'an HS code of 6 to 12 digits, such as 854143': '须为 6 至 12 位数字的 HS 编码，如 854143',
    'a SHA-256 in lower-case hex': '须为 SHA-256 值，64 位小写十六进制',
    '32 bytes in base64url without padding, 43 characters': '须为 base64url 编码（无填充）的 32 字节，共 43 个字符',
    'a country of ISO 3166-1, such as NL': '须为 ISO 3166-1 国家或地区代码，如 NL',
    'the code of a designated cluster, such as YANCHENG; cargo from elsewhere names none':
      '须为获认定产业集群的代码，如 YANCHENG；其他来源的货物请不填',
    'an ISO 3166-1 alpha-2 country code such as NL': '须为 ISO 3166-1 两字母国家代码，如 NL',
    'a container number of ISO 6346: four letters ending in U, J or Z, then 7 digits':
      '须为 ISO 6346 箱号：四位字母（末位为 U、J 或 Z）加 7 位数字',
    'a container number whose last digit is its ISO 6346 check digit': '箱号末位校验码不正确（ISO 6346），请核对箱号',
    'the cargo would have to arrive before it is ready': '最迟到港时间早于备货完成时间',
    'the latest arrival has passed': '最迟到港时间已过',
    'cargo moves within {0} days of today': '日期须在今天前后 {0} 天之内',
    'at most {0} km': '最多 {0} 千米',
    'at most {0} kg': '最多 {0} 千克',
    'a named place belongs to an Incoterm: name the three letters too': '填写了贸易术语地点，还须填写三字母贸易术语',
    'a {0} carries at most {1} kg (ISO 668: {2} kg gross); the weight is per container':
      '{0} 箱最多装 {1} 千克（ISO 668：总重 {2} 千克）；重量按每箱填写',
    'each province at most once': '每个省份只能出现一次',
  },
};
