import type Twilio from "twilio/lib/rest/Twilio.js";
import { expect, test } from "vitest";
import { cancelCall } from "../../src/twilio/hang-up.ts";

type Answer = string | Error;
const sid = `CA${"0".repeat(32)}`;
const lost = new Error("connection reset");

/** A Twilio that answers words, and questions, by what is written down, in turn. */
function twilioWith(words: Answer[], questions: Answer[]) {
  const asked: string[] = [];
  const next = async (answers: Answer[]) => {
    const answer = answers.shift();
    if (answer === undefined || answer instanceof Error) throw answer ?? new Error("asked too often");
    return { sid, status: answer };
  };
  const call = {
    update({ status }: { status: string }) {
      asked.push(status);
      return next(words);
    },
    fetch() {
      asked.push("?");
      return next(questions);
    },
  };
  return { client: { calls: () => call } as unknown as Twilio, asked };
}

test.each<[what: string, words: Answer[], questions: Answer[], isCancelled: boolean, asked: string[]]>([
  ["it is cancelled", ["canceled"], [], true, ["canceled"]],
  ["somebody has taken it", ["in-progress"], [], false, ["canceled"]],
  ["the word is refused, as it is over", [lost], ["completed"], false, ["canceled", "?"]],
  ["the answer is lost, and it was cancelled", [lost], ["canceled"], true, ["canceled", "?"]],
  ["the word is lost, and it rings", [lost, "canceled"], ["ringing"], true, ["canceled", "?", "canceled"]],
  ["it rings on after the word", ["ringing", "canceled"], [], true, ["canceled", "canceled"]],
  ["it is taken between two words", [lost, "in-progress"], ["ringing"], false, ["canceled", "?", "canceled"]],
  [
    "it is taken and over by the second",
    [lost, lost],
    ["ringing", "completed"],
    false,
    ["canceled", "?", "canceled", "?"],
  ],
  ["it rings whatever is said", ["ringing", "ringing"], [], false, ["canceled", "canceled"]],
])("a call is cancelled, never hung up: %s", async (_what, words, questions, isCancelled, asked) => {
  const twilio = twilioWith(words, questions);
  expect(await cancelCall(twilio.client, sid)).toBe(isCancelled);
  expect(twilio.asked).toEqual(asked);
});

test("a Twilio that cannot be asked is no answer", async () => {
  const { client } = twilioWith([lost], [lost]);
  await expect(cancelCall(client, sid)).rejects.toBe(lost);
});
