import { runServices } from '@greenlane/runtime/run';
import { notifications } from './service.ts';

await runServices([notifications]);
