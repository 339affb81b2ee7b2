import { createSettingsSource, type Settings } from '../../../src/config';
import { readSettingsText, statSettings } from '../../../src/io';
import { systemClock } from '../../../src/kernel';

/** The built-in defaults. */
export const createSettings = (): Settings =>
  createSettingsSource({ path: undefined, readText: readSettingsText, statText: statSettings, clock: systemClock }).current();
