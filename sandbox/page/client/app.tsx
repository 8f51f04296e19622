import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { ClockBar } from "./clock-bar.tsx";
import { HivePane } from "./hive/hive-pane.tsx";
import { type PaneName, PaneTabs } from "./pane-tabs.tsx";
import { PhonesPane } from "./phones/phones-pane.tsx";
import { post, type Shell, ShellContext, type Tone, useShell } from "./shell.tsx";
import { SlackPane } from "./slack/slack-pane.tsx";
import { openStore, type PieceStore } from "./store.ts";
import { useTour } from "./tour.ts";
import { TourStrip } from "./tour-strip.tsx";

const FIRST_PERSON = "U0ALICE";
const TOAST_FOR = 6000;

/** The whole page. */
export function App() {
  const [as, setAs] = useState(FIRST_PERSON);
  const [tail, setTail] = useState(40);
  const [pane, setPane] = useState<PaneName>("slack");
  const tour = useTour();
  const [toast, say] = useToast();
  const store = useStore(as, tail);
  const shell = useMemo(
    (): Shell | undefined =>
      store && {
        store,
        as,
        say,
        tour,
        async act(verb, body) {
          const done = await post(verb, body);
          if (!done.ok) say(done.why, "bad");
          return done.ok;
        },
      },
    [store, as, tour],
  );
  if (shell === undefined) return null;
  return (
    <ShellContext.Provider value={shell}>
      <a class="skip" href="#slack-input">
        Skip to the message box
      </a>
      <ClockBar />
      <Disconnected />
      <TourStrip tour={tour} onPane={setPane} />
      <PaneTabs chosen={pane} onChoose={setPane} />
      <main class="panes" data-shown={pane}>
        <SlackPane onBe={setAs} onEarlier={() => setTail((now) => now + 100)} />
        <PhonesPane />
        <HivePane />
      </main>
      <div class={`toast ${toast.tone}`} role="status" data-shown={toast.text !== ""}>
        {toast.text}
      </div>
    </ShellContext.Provider>
  );
}

function useStore(as: string, tail: number): PieceStore | undefined {
  const [store, setStore] = useState<PieceStore>();
  useEffect(() => {
    const opened = openStore(as, tail);
    // The old picture stays until the new one has begun to arrive.
    const stop = opened.on("slack", () => {
      stop();
      setStore(opened);
    });
    return () => opened.close();
  }, [as, tail]);
  return store;
}

interface Toast {
  readonly text: string;
  readonly tone: Tone;
}

function useToast(): [Toast, Shell["say"]] {
  const [toast, setToast] = useState<Toast>({ text: "", tone: "calm" });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const say: Shell["say"] = (text, tone = "calm") => {
    clearTimeout(timer.current);
    setToast({ text, tone });
    timer.current = setTimeout(() => setToast({ text: "", tone: "calm" }), TOAST_FOR);
  };
  return [toast, say];
}

function Disconnected() {
  const isConnected = useConnection();
  if (isConnected) return null;
  return (
    <p class="banner" role="alert">
      The demo does not answer. If you ended it, start it again with <code>npm run demo</code>; this page
      comes back by itself.
    </p>
  );
}

function useConnection(): boolean {
  const { store } = useShell();
  const [is, set] = useState(store.isConnected);
  useEffect(() => {
    set(store.isConnected);
    return store.on("connection", () => set(store.isConnected));
  }, [store]);
  return is;
}
