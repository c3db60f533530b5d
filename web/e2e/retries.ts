// Tells at the end of a run which tests passed only when they were tried again, and what had failed.

import type { Reporter, TestModule } from 'vitest/node';

export class Retries implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const again = modules.flatMap((module) =>
      [...module.children.allTests()].filter((test) => (test.diagnostic()?.retryCount ?? 0) > 0),
    );
    for (const test of again) {
      console.log(
        `TRIED AGAIN (${test.diagnostic()?.retryCount}×, ${test.result().state}): ${test.module.relativeModuleId} > ${test.fullName}`,
      );
      for (const error of test.result().errors ?? []) console.log(`  ${error.message.split('\n').join('\n  ')}`);
    }
    if (again.length > 0) console.log(`${again.length} browser tests were tried again`);
  }
}
