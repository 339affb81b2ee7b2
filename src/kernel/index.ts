export * from './types';
export * from './api';
export * from './ast-api';
export * from './errors';
export * from './limits';
export * from './clock';
export * from './meter';
export * from './text';
