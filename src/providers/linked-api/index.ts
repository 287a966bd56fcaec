export { create } from './provider.ts';
export { settings } from './settings.ts';
