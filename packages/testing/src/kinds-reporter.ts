import type { Reporter, TestModule } from 'vitest/node';

type Count = { files: number; passed: number; failed: number; skipped: number };

/** Ends the run with what ran and what was skipped, by kind of test, and one plain line of totals. */
export class KindsReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const kinds = new Map<string, Count>();
    const reasons = new Set<string>();
    for (const module of modules) {
      const count = kinds.get(module.project.name) ?? { files: 0, passed: 0, failed: 0, skipped: 0 };
      count.files += 1;
      let failedInside = 0;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') count.passed += 1;
        else if (state === 'failed') {
          count.failed += 1;
          failedInside += 1;
        } else {
          count.skipped += 1;
          const result = test.result();
          if (result.state === 'skipped' && result.note) reasons.add(`${module.project.name}: ${result.note}`);
        }
      }
      if (module.state() === 'failed' && failedInside === 0) count.failed += 1;
      kinds.set(module.project.name, count);
    }
    const total: Count = { files: 0, passed: 0, failed: 0, skipped: 0 };
    console.log('\nkind       files   passed   failed   skipped');
    for (const [kind, count] of [...kinds].toSorted(([first], [second]) => first.localeCompare(second))) {
      const cells = [count.files, count.passed, count.failed, count.skipped].map((value, index) =>
        String(value).padStart([5, 8, 8, 9][index] ?? 8),
      );
      console.log(`${kind.padEnd(10)} ${cells.join(' ')}`);
      total.files += count.files;
      total.passed += count.passed;
      total.failed += count.failed;
      total.skipped += count.skipped;
    }
    for (const reason of reasons) console.log(`skipped, ${reason}`);
    console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  }
}
