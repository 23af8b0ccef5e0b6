import type { Translated } from '../catalogue';
import type { rules as english } from '../en/rules';

export const rules: Translated<typeof english> = {
  noZone: '这不是时区；请填写如“Europe/Berlin”',
  noName: '缺少名称',
  longName: '名称最多 60 个字符',
  timeOfDay: '时间写作“06:00”；午夜为“00:00”',
  dateAs: '此处缺少日期',
  momentAs: '缺少日期或时间，如“14:00”',
  noDay: '未选择日期；至少选择一天',
  noShift: '没有班次；至少填写一个',
  overlap: '“{{first}}”与“{{second}}”重叠（{{weekday}}）；请让一个在下一个开始时结束',
  twice: '{{day}} 出现了两次；请合并其班次',
  noLength: '结束与开始相同；停机须有时长',
  whichShift: '没有名为“{{shift}}”的班次；现有 {{names}}',
  swap: '不晚于“从”；请将两者对调',
  noNumber: '这不是数字；请填写如 12.5',
  noSeconds: '必须大于 0；请填写秒数',
  tooManySeconds: '超过一周；请减少秒数',
  noPieces: '必须大于 0；请填写应有的件数',
  noMetric: '未选指标；请选择一个',
  viewSeconds: '视图显示 5 到 86400 整秒',
};
