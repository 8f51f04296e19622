import { environmentFrom } from "../../config/environment.ts";
import { type RawEnvironment, textOf } from "../../config/variables.ts";
import type { Check } from "../../lib/check.ts";
import { redactor } from "../../lib/redact.ts";
import type { Edge } from "../edge.ts";
import { CommandFailure } from "../failure.ts";
import type { Ask } from "./ask.ts";
import type { Question, Step } from "./steps.ts";

/** Asks what is missing for a step and tries it, again and again until the real thing is content. */
export async function settle(
  step: Step,
  given: RawEnvironment,
  { ask, edge }: { readonly ask: Ask; readonly edge: Edge },
): Promise<RawEnvironment> {
  let values = given;
  let open = step.questions.filter((one) => one.onFailure !== true && textOf(given, one.name) === undefined);
  for (;;) {
    for (const question of open) {
      if (question.when?.(values) === false) continue;
      values = { ...values, [question.name]: await answerTo(question, values, ask) };
    }
    const failed = await triedAloud(step, values, edge);
    if (failed.length === 0) return values;
    const named = failed.map(({ detail }) => detail).join(" ");
    open = step.questions.filter((one) => one.onFailure !== true || named.includes(one.name));
  }
}

/** Tries a step with what is there. @throws CommandFailure 1 when it fails */
export async function insist(step: Step, values: RawEnvironment, edge: Edge): Promise<void> {
  const failed = (await step.tried(values, edge)).filter(({ ok }) => !ok);
  if (failed.length > 0)
    throw new CommandFailure(
      1,
      failed.map((check) => shown(check, step, values)),
    );
}

async function triedAloud(step: Step, values: RawEnvironment, edge: Edge): Promise<readonly Check[]> {
  const checks = await step.tried(values, edge);
  for (const check of checks) {
    edge.out.write(`  ${check.ok ? "ok  " : "FAIL"}  ${shown(check, step, values)}\n`);
  }
  return checks.filter(({ ok }) => !ok);
}

function shown({ name, detail }: Check, { questions }: Step, values: RawEnvironment): string {
  const secrets = questions.flatMap((one) => (one.secret ? [textOf(values, one.name) ?? ""] : []));
  return redactor(secrets)(`${name}: ${detail}`);
}

async function answerTo(question: Question, values: RawEnvironment, ask: Ask): Promise<string> {
  const { name, asks, secret, optional } = question;
  const before = textOf(values, name);
  const judge = (answer: string) => {
    if (answer === "" && (optional || before !== undefined)) return undefined;
    return answer === "" ? "an answer is needed here" : wrongWith(name, { ...values, [name]: answer });
  };
  if (!secret) return ask.text(asks, judge, before);
  const again = before === undefined ? "" : " (Enter: the same again)";
  return (await ask.secret(asks + again, judge)) || (before ?? "");
}

/** What the environment's own rules say about one variable. */
function wrongWith(name: string, values: RawEnvironment): string | undefined {
  const read = environmentFrom(values);
  const problem = read.ok ? undefined : read.problems.find(({ path }) => path === name);
  return problem === undefined ? undefined : `found ${problem.found}, expected ${problem.expected}`;
}
