"use client";

import { usePathname } from "next/navigation";
import { useEffect, useRef, useState } from "react";

/** Where a reader's choice to do without the keys is kept, in their browser. */
const offKey = "overheard-keys-off";

const keys = [
  ["j", "the next insight"],
  ["k", "the one before"],
  ["p", "play its passage, or pause"],
  ["s", "save it, or let it go"],
  ["/", "search"],
  ["?", "this list"],
] as const;

const itemsOnPage = () => [...document.querySelectorAll<HTMLElement>("[data-item]")];

/** The insight that was last moved to, else the one at the top of the window. */
function currentItem(): HTMLElement | undefined {
  const items = itemsOnPage();
  return (
    items.find((item) => item.contains(document.activeElement)) ??
    items.find((item) => item.getBoundingClientRect().bottom > 80)
  );
}

function moveBy(step: 1 | -1): void {
  const items = itemsOnPage();
  const focused = items.findIndex((item) => item.contains(document.activeElement));
  const at = focused < 0 ? (step > 0 ? 0 : items.length - 1) : focused + step;
  const target = items[Math.max(0, Math.min(items.length - 1, at))];
  target?.querySelector<HTMLElement>("h2 a, h3 a, a")?.focus({ preventScroll: true });
  target?.scrollIntoView({ block: "start" });
}

function press(selector: string): void {
  (currentItem() ?? document.querySelector("main"))?.querySelector<HTMLElement>(selector)?.click();
}

/** Whether a key is meant for what has the focus (a field, an open menu) and not for the page. */
function isTyping({ target }: Event): boolean {
  return (
    target instanceof Element &&
    // Nobody types into a box to tick, which has the focus when the list of keys is opened.
    target.closest("input:not([type=checkbox]), textarea, select, [contenteditable], [popover]:popover-open") !== null
  );
}

/** Puts the cursor into the field of the search page. @returns whether this is that page. */
function focusSearch(): boolean {
  const field = document.querySelector<HTMLInputElement>(".search-form [name=q]");
  field?.focus();
  field?.select();
  return field !== null;
}

async function copy(button: HTMLElement): Promise<void> {
  const label = button.querySelector("[data-label]") ?? button;
  const said = label.textContent;
  try {
    await navigator.clipboard.writeText(button.dataset.copy ?? "");
    label.textContent = "Copied";
  } catch {
    label.textContent = "Your browser did not allow copying";
  }
  setTimeout(() => {
    label.textContent = said;
    if (label.isConnected) button.closest<HTMLElement>("[popover]")?.hidePopover();
  }, 1200);
}

/** Moving about with keys, and what share menus do; without script the pages are whole, and these are not offered. */
export function Keys() {
  const dialog = useRef<HTMLDialogElement>(null);
  const [off, setOff] = useState(false);
  const path = usePathname();
  const isOnTheWayToSearch = useRef(false);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the path says that another page is there.
  useEffect(() => {
    if (isOnTheWayToSearch.current && focusSearch()) isOnTheWayToSearch.current = false;
  }, [path]);

  useEffect(() => {
    setOff(localStorage.getItem(offKey) !== null);
    if ("share" in navigator) document.documentElement.dataset.canShare = "";
    const onClick = ({ target }: MouseEvent) => {
      if (!(target instanceof Element)) return;
      const copying = target.closest<HTMLElement>("[data-copy]");
      const sharing = target.closest<HTMLElement>("[data-share]");
      if (copying) void copy(copying);
      else if (sharing) {
        const { title, share: url } = sharing.dataset;
        // Someone who closes the sheet again has not failed at anything.
        navigator.share({ title, url }).catch(() => {});
      } else if (target.closest("[data-keys]")) dialog.current?.showModal();
      else if (target === dialog.current) dialog.current?.close();
    };
    document.addEventListener("click", onClick);
    return () => document.removeEventListener("click", onClick);
  }, []);

  useEffect(() => {
    if (off) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.metaKey || event.ctrlKey || event.altKey || event.repeat || isTyping(event)) return;
      if (dialog.current?.open && event.key !== "?") return;
      if (event.key === "j") moveBy(1);
      else if (event.key === "k") moveBy(-1);
      else if (event.key === "p") press("a[data-play]");
      else if (event.key === "s") press("[data-save]");
      else if (event.key === "/") {
        if (!focusSearch()) {
          isOnTheWayToSearch.current = true;
          document.querySelector<HTMLElement>("[data-search]")?.click();
        }
      } else if (event.key !== "?") return;
      else if (dialog.current?.open) dialog.current.close();
      else dialog.current?.showModal();
      event.preventDefault();
    };
    document.addEventListener("keydown", onKey);
    // For tests: from here on keys are heard.
    document.documentElement.dataset.heard = "";
    return () => document.removeEventListener("keydown", onKey);
  }, [off]);

  const choose = (wanted: boolean) => {
    setOff(!wanted);
    if (wanted) localStorage.removeItem(offKey);
    else localStorage.setItem(offKey, "1");
  };

  return (
    <dialog ref={dialog} className="keys" aria-labelledby="keys-title">
      <h2 id="keys-title">Keys</h2>
      <dl>
        {keys.map(([key, does]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <label>
        <input type="checkbox" checked={!off} onChange={(event) => choose(event.target.checked)} /> Use these keys
      </label>
      <form method="dialog">
        <button className="button plain" type="submit">
          Close
        </button>
      </form>
    </dialog>
  );
}
