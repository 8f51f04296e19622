/** What a person asked for could not be written down, and is not in force, now or after a restart. */
export class NotSavedError extends Error {
  override readonly name = "NotSavedError";

  constructor(cause: unknown) {
    super(
      `Not saved, and not in force: ${cause instanceof Error ? cause.message : String(cause)}. Try again when that is mended.`,
      { cause },
    );
  }
}
