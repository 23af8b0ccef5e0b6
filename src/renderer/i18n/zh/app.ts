import type { Translated } from '../catalogue';
import type { app as english } from '../en/app';

export const app: Translated<typeof english> = {
  language: '语言',
  screen: '本屏幕',
  setUp: '设置',
  setUpPlant: '设置工厂',
  network: '网络',
  diagnostics: '诊断',
  wall: '总览',
  workUnit: '该工作单元',
  polling: '以轮询方式跟踪',
  surplusRights: '数据库账号的权限超出只读',
  shifts: '班次',
  lastGoodSettings: '在此之前，以上次正常启动时的设置为准。',
};
