// What a test set up is undone when it ends, the last first: a folder goes when nothing writes into it any more.

const undoings = new WeakMap();

/** Does `step` when the test ends, before everything that was asked for earlier; one that fails holds up no other. */
export function undo(test, step) {
  const steps = undoings.get(test) ?? [];
  if (steps.length === 0) {
    undoings.set(test, steps);
    test.after(async () => {
      const failed = [];
      for (const step of steps.reverse()) await Promise.resolve().then(step).catch((error) => failed.push(error));
      if (failed.length > 0) throw failed[0];
    });
  }
  steps.push(step);
}
