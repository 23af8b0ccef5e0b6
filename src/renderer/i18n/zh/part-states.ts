import type { Translated } from '../catalogue';
import type { partStates as english } from '../en/part-states';

export const partStates: Translated<typeof english> = {
  idle: '未开始',
  listening: '监听中',
  polling: '定时查询',
  closed: '已结束',
  ready: '就绪',
  unavailable: '不可用',
  restarting: '重启中',
  failed: '失败',
  trying: '尝试中',
  serving: '服务中',
  waiting: '等待中',
  joining: '加入中',
  leading: '主导',
  catchingUp: '补读中',
  following: '跟随',
  alone: '单独',
};
