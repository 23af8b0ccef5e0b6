import type { Translated } from '../catalogue';
import type { screen as english } from '../en/screen';

export const screen: Translated<typeof english> = {
  title: '本屏幕',
  brightness: '明暗',
  system: '跟随系统',
  light: '浅色：明亮车间',
  dark: '深色：控制室',
  distance: '观看距离',
  auto: '按屏幕大小',
  desk: '桌前',
  near: '1.5 米',
  far: '3 米',
  kept: '仅保存在本设备上。',
};
