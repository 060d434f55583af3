import { runServices } from '@greenlane/runtime/run';
import { programme } from './service.ts';

await runServices([programme]);
