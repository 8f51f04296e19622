/** What is wrong with an answer, in a line; undefined when nothing is. */
export type Judge = (answer: string) => string | undefined;

/** Asks a person, one thing at a time. */
export interface Ask {
  /** @param usual taken when nothing is typed */
  text(question: string, judge: Judge, usual?: string): Promise<string>;
  /** The same, and what is typed is not shown. */
  secret(question: string, judge: Judge): Promise<string>;
  yes(question: string, usual: boolean): Promise<boolean>;
}

/** Asks in the terminal. Ctrl-C throws. The library is loaded only now: one command needs it. */
export async function terminalAsk(signal: AbortSignal): Promise<Ask> {
  const { confirm, input, password } = await import("@inquirer/prompts");
  const validate = (judge: Judge) => (answer: string) => judge(answer.trim()) ?? true;
  return {
    async text(message, judge, usual) {
      const given = usual === undefined ? {} : { default: usual };
      return (await input({ message, validate: validate(judge), ...given }, { signal })).trim();
    },
    async secret(message, judge) {
      return (await password({ message, mask: "*", validate: validate(judge) }, { signal })).trim();
    },
    yes: (message, usual) => confirm({ message, default: usual }, { signal }),
  };
}
