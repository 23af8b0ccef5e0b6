import type { Translated } from '../catalogue';
import type { common as english } from '../en/common';

export const common: Translated<typeof english> = {
  noSample: '{{label}}：暂无采样',
  ago: '{{label}}，{{age}}前',
  old: '{{label}} {{age}}前',
  asOf: '{{label}} 截至 {{moment}}',
  asOfOld: '{{label}} 截至 {{moment}}，{{age}}前',
  stateNotTold: '状态未知',
  aboveIdeal: '高于 100 %',
  show: '在总览中显示',
  hide: '从总览中隐藏',
  noShift: '当前无班次',
  lastHour: '最近 60 分',
  since: '{{time}} 起',
  toNow: '{{time}} – 现在',
  unreadable: '无法读取：工厂没有保存对应的汇总级别',
  notOnBoard: '{{time}} 未存于本机',
  beingPrepared: '{{time}} 正在准备',
  nothingYet: '尚无',
  buckets: '{{level}} 区间',
  bucketsAndEdges: '{{level}} 区间，边缘取自 {{others}}',
};
