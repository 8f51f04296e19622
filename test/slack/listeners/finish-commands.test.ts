import { expect, test } from "vitest";
import { another, fakeDesk } from "../fake-desk.ts";
import { eventually, listening } from "../workspace.ts";

const ann = "U0ANN00001";

async function typed(text: string) {
  const desk = fakeDesk([another(7), another(8)]);
  const { server } = await listening(desk);
  const { messages, modal } = await server.command(ann, text);
  return { desk, server, modal, said: messages.map((message) => server.plainText(message)).join("\n") };
}

test.each([
  ["/sla close #7 as FalsePositive", "close ~7 FalsePositive - U0ANN00001"],
  ["/sla close #7,8 as false positive known scanner", "close ~7,~8 FalsePositive known scanner U0ANN00001"],
  ["/sla close #7, #8 AS Duplicate", "close ~7,~8 Duplicate - U0ANN00001"],
  ["/sla promote #7 57", "merge ~7 57 U0ANN00001"],
  ["/sla promote #7 #57", "merge ~7 #57 U0ANN00001"],
])("%s asks the desk for just that", async (text, call) => {
  const { desk, said } = await typed(text);
  expect(desk.calls).toEqual([call]);
  expect(said).toMatch(/closed as|part of case/);
});

test.each([
  ["/sla close #7", /Say which alerts/],
  ["/sla close #7 as", /Say which alerts/],
  ["/sla close as Duplicate", /Say which alerts/],
  [
    "/sla close #7 as InProgress",
    /That is no status that closes an alert.*Duplicate, FalsePositive, Ignored/,
  ],
  ["/sla close #7,#99 as Duplicate", /There is no alert #99/],
  ["/sla promote #99 57", /There is no alert #99/],
  ["/sla show #99", /There is no alert #99/],
])("%s closes nothing and says what is wrong", async (text, words) => {
  const { desk, said } = await typed(text);
  expect(desk.calls).toEqual([]);
  expect(said).toMatch(words);
});

test("/sla show opens a window on the alert", async () => {
  const { server, said } = await typed("/sla show #7");
  await eventually(() => {
    const view = server.modal(ann);
    return view !== undefined && server.plainText(view).includes("History");
  }, "the window");
  expect(said).toBe("");
});
