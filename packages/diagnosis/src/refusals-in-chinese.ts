/** What a shipping list is refused with, by the English sentence; what is said of its rows is in findings.ts. */
export const DIAGNOSIS_IN_CHINESE: { readonly sentences: Readonly<Record<string, string>> } = {
  sentences: {
    'this is a workbook (such as .xlsx), not a CSV; save it as CSV UTF-8':
      '这是 Excel 工作簿（如 .xlsx），不是 CSV，请另存为 UTF-8 编码的 CSV',
    'the file is neither UTF-8, UTF-16 nor GBK/GB18030; save it as CSV UTF-8':
      '无法识别文件编码（不是 UTF-8、UTF-16 或 GBK/GB18030），请另存为 UTF-8 编码的 CSV',
    'no line names at least two columns of a shipping list, such as "POL", "POD", "Gross weight (kg)" or 起运港, 目的港, 毛重{0}':
      '未识别出表头：没有一行写有至少两个出运清单列名，如“起运港”“目的港”“毛重”或 POL、POD、Gross weight (kg){0}',
    '{0} columns; a list has at most {1}': '共 {0} 列，清单最多 {1} 列',
    'there is a header but no shipment under it': '只有表头，没有出运记录',
    '{0} shipments; one diagnosis takes {1}: split the file': '共 {0} 票，一次诊断最多 {1} 票，请拆分后分别上传',
    'at least one document with its sha256': '至少填写一份附 SHA-256 值的文件',
    'rows must be exactly {0}, each once': '行号须恰为 {0}，每行一次',
  },
};
