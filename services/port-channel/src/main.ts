import { runServices } from '@greenlane/runtime/run';
import { portChannel } from './service.ts';

await runServices([portChannel]);
