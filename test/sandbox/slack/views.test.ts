import { expect, test } from "vitest";
import { ann, boltApp, refusal } from "./bolt-app.ts";

const modal = (more: object = {}) => ({
  type: "modal",
  title: { type: "plain_text", text: "Ignore" },
  blocks: [{ type: "divider" }],
  ...more,
});

const choice = {
  type: "input",
  block_id: "people",
  dispatch_action: true,
  label: { type: "plain_text", text: "Who" },
  element: { type: "external_select", action_id: "who", min_query_length: 1 },
};

/** An app whose command only hands out triggers. */
async function triggered() {
  const triggers: string[] = [];
  const setup = await boltApp((app) => {
    app.command("/sla", async ({ command, ack }) => {
      triggers.push(command.trigger_id);
      await ack("ok");
    });
    app.options("who", async ({ ack, options }) => {
      const person = { text: { type: "plain_text" as const, text: `Person ${options.value}` }, value: "p" };
      await ack({ options: [person] });
    });
    app.action("who", async ({ ack, body, client }) => {
      await ack();
      if (body.type !== "block_actions" || !body.view) return;
      const picked = body.view.state.values.people?.who?.selected_option?.text.text;
      const title = { type: "plain_text" as const, text: `${picked}` };
      await client.views.update({ view_id: body.view.id, view: { type: "modal", title, blocks: [] } });
    });
  });
  const trigger = async () => {
    await setup.slack.command(ann, "/sla");
    return triggers.at(-1) ?? "";
  };
  const call = (method: string, args: Record<string, unknown>) => refusal(setup.client.apiCall(method, args));
  return { ...setup, trigger, call };
}

test("a trigger opens one modal, within three seconds", async () => {
  const { clock, trigger, call } = await triggered();
  const used = await trigger();

  expect(await call("views.open", { trigger_id: used, view: modal() })).toMatchObject({ ok: true });
  expect(await call("views.open", { trigger_id: used, view: modal() })).toBe("exchanged_trigger_id");
  expect(await call("views.open", { trigger_id: "1.2.3", view: modal() })).toBe("invalid_trigger_id");

  const late = await trigger();
  clock.moveTo(clock.now() + 3001);
  expect(await call("views.open", { trigger_id: late, view: modal() })).toBe("expired_trigger_id");
});

test("at most three modals lie on top of each other", async () => {
  const { slack, trigger, call } = await triggered();

  expect(await call("views.push", { trigger_id: await trigger(), view: modal() })).toBe("not_found");
  await call("views.open", { trigger_id: await trigger(), view: modal() });
  await call("views.push", { trigger_id: await trigger(), view: modal() });
  await call("views.push", { trigger_id: await trigger(), view: modal() });

  expect(await call("views.push", { trigger_id: await trigger(), view: modal() })).toBe("push_limit_reached");
  expect(slack.modals(ann)).toHaveLength(3);
});

test.each([
  ["an over-long title", { title: { type: "plain_text", text: "x".repeat(25) } }, "invalid_arguments"],
  ["over-long private metadata", { private_metadata: "x".repeat(3001) }, "invalid_arguments"],
  ["inputs without a submit button", { blocks: [choice] }, "invalid_arguments"],
  ["a Home tab as a modal", { type: "home", title: undefined }, "invalid_arguments"],
  [
    "a view above 250 KB",
    {
      blocks: Array.from({ length: 100 }, () => ({
        type: "section",
        text: { type: "mrkdwn", text: "x".repeat(2900) },
      })),
    },
    "view_too_large",
  ],
])("refuses %s and leaves the trigger unused", async (_case, more, error) => {
  const { trigger, call } = await triggered();
  const triggerId = await trigger();

  expect(await call("views.open", { trigger_id: triggerId, view: modal(more) })).toBe(error);
  expect(await call("views.open", { trigger_id: triggerId, view: modal() })).toMatchObject({ ok: true });
});

test("an update with a stale hash is refused, and one of a closed view is not found", async () => {
  const { slack, trigger, call } = await triggered();
  await call("views.open", { trigger_id: await trigger(), view: modal({ external_id: "mine" }) });
  const hash = slack.modal(ann)?.hash;

  expect(await call("views.update", { external_id: "mine", hash, view: modal() })).toMatchObject({
    ok: true,
  });
  const id = slack.modal(ann)?.id;
  expect(await call("views.update", { view_id: id, hash, view: modal() })).toBe("hash_conflict");
  await slack.closeModal(ann);
  expect(await call("views.update", { view_id: id, view: modal() })).toBe("not_found");
});

test("what a person typed survives an update where block and action keep their ids", async () => {
  const { slack, trigger, call } = await triggered();
  const input = (blockId: string) => ({
    type: "input",
    block_id: blockId,
    label: { type: "plain_text", text: blockId },
    element: { type: "plain_text_input", action_id: "v" },
  });
  const submit = { type: "plain_text", text: "Save" };
  await call("views.open", {
    trigger_id: await trigger(),
    view: modal({ submit, blocks: [input("a"), input("b")] }),
  });
  await slack.fill(ann, { a: "one", b: "two" });

  await call("views.update", {
    view_id: slack.modal(ann)?.id,
    view: modal({ submit, blocks: [input("a"), input("c")] }),
  });

  expect(slack.modal(ann)?.values).toMatchObject({ a: { v: { value: "one" } }, c: { v: { value: null } } });
});

test("an external select offers what the app suggests and reports the choice at once", async () => {
  const { slack, trigger, call } = await triggered();
  const submit = { type: "plain_text", text: "Save" };
  await call("views.open", { trigger_id: await trigger(), view: modal({ submit, blocks: [choice] }) });

  const outcome = await slack.chooseInView(ann, "modal", "Who", "ann");

  expect(outcome.modal?.payload).toMatchObject({ title: { text: "Person ann" } });
});
