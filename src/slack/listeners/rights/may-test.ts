import { whoIsOnCall } from "../../../oncall/roster.ts";
import type { Via } from "../../../sla/model.ts";
import { fitMessage, type Message } from "../../blocks/fit.ts";
import { lines, moment, theirs, words } from "../../blocks/rich.ts";
import { theirText, timeText } from "../../blocks/text.ts";
import type { Counter } from "../counter.ts";

export interface TestTarget {
  readonly via: Via;
  /** Of the settings; absent: the channel, or whoever is on call. */
  readonly person: string | undefined;
}

/**
 * One may always test one's own phone; those of others only who may change things, and not without end.
 * @returns why not; undefined: they may, and it is counted
 */
export async function mayTest(
  counter: Counter,
  target: TestTarget,
  user: string,
): Promise<Message | undefined> {
  const { control, rights, tests, clock } = counter;
  const { via, person } = target;
  const isOwn = person !== undefined && control?.duty.personOf(user) === person;
  const isChannel = via === "slack" && person === undefined;
  const refused =
    isOwn || isChannel
      ? await rights.objection("respond", user, "send tests")
      : await rights.objection("change", user, "send tests to others");
  if (refused !== undefined || isChannel) return refused;
  const onCall =
    control === undefined ? [] : whoIsOnCall(control.live.roster(), "oncall", clock.now()).people;
  const enough = tests.count(person === undefined ? onCall : [person]);
  return enough && hadEnough(enough);
}

function hadEnough({ target, until }: NonNullable<ReturnType<Counter["tests"]["count"]>>): Message {
  const why = " was sent three tests within ten minutes: no more until ";
  return fitMessage({
    text: `${theirText(target, 60)}${why}${timeText(until)}.`,
    blocks: [lines([theirs(target, 60), words(why), moment(until), words(".")])],
  });
}
