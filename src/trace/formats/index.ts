/** All families; those whose lines say most clearly what they are come first. */
import type { TraceFormat } from '../types';
import { browser } from './browser';
import { csharp } from './csharp';
import { go } from './go';
import { jvm } from './jvm';
import { php } from './php';
import { python } from './python';
import { ruby } from './ruby';
import { rust } from './rust';
import { v8 } from './v8';

export const FORMATS: readonly TraceFormat[] = [python, jvm, v8, csharp, go, ruby, rust, php, browser];
