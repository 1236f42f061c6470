// Everything works without this file. With it, pages keep themselves up to date, and the screen can be hidden.

const body = document.body;

// What needs this file is shown with it: on the page as it came, and on every fresh one.
const reveal = (root) => {
  for (const button of root.querySelectorAll("[data-hide], [data-print]")) button.hidden = false;
};
reveal(document);

// Heard at the top, because the buttons themselves are replaced whenever the page is.
document.addEventListener("click", ({ target }) => {
  if (target.closest("[data-hide]")) document.querySelector("dialog.hidden-screen").showModal();
  if (target.closest("[data-print]")) print();
});

// Somebody who is in the middle of something is not interrupted: the page is fetched once they have finished.
const busy = () => {
  const main = document.getElementById("main");
  const at = document.activeElement;
  const writing = main.contains(at) && at.matches("input:not([type=hidden]), textarea, select");
  const entered = [...main.querySelectorAll("input:not([type=hidden]), textarea")].some(
    (field) => (field.type === "checkbox" || field.type === "radio" ? field.checked !== field.defaultChecked : field.value !== field.defaultValue),
  );
  return writing || entered;
};

let waiting = false;
let fetching = false;

// Which control has the focus, so that it can have it again on the fresh page.
const control = (main) => {
  const at = document.activeElement;
  if (!main.contains(at) || at === main) return undefined;
  const same = (node) =>
    node.tagName === at.tagName &&
    node.textContent === at.textContent &&
    node.closest("form")?.elements.command?.value === at.closest("form")?.elements.command?.value;
  return (fresh) => [...fresh.querySelectorAll(at.tagName)].find(same);
};

const refresh = async () => {
  if (fetching || busy()) {
    waiting = true;
    return;
  }
  waiting = false;
  fetching = true;
  let held = false;
  try {
    const answer = await fetch(location.href, { credentials: "same-origin", headers: { "X-Belisha-Refresh": "1" } });
    if (answer.redirected) {
      location.reload();
      return;
    }
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const main = document.getElementById("main");
    if (busy()) {
      waiting = true;
      return;
    }
    const opened = new Set([...main.querySelectorAll("details[open] > summary")].map((summary) => summary.textContent));
    const fresh = page.getElementById("main");
    for (const summary of fresh.querySelectorAll("details > summary")) {
      if (opened.has(summary.textContent)) summary.parentElement.open = true;
    }
    reveal(fresh);
    const focused = control(main);
    // What was just done stays said: other news does not wipe it away.
    const said = main.querySelector(":scope > .done");
    if (said && !fresh.querySelector(":scope > .done")) fresh.prepend(said);
    main.replaceChildren(...fresh.childNodes);
    focused?.(main)?.focus({ preventScroll: true });
    body.dataset.live = page.body.dataset.live ?? body.dataset.live;
    held = true;
  } catch {
    // The tablet is out of reach of the program for a moment: the next change, or coming back, fetches again.
  } finally {
    fetching = false;
  }
  // News that came while fetching: once more, and only after a fetch that worked.
  if (held && waiting) refresh();
};

if (body.dataset.live !== undefined) {
  const changes = new EventSource("/live");
  changes.addEventListener("message", (event) => {
    if (Number(event.data) > Number(body.dataset.live)) refresh();
  });
  addEventListener("focusout", () => setTimeout(() => waiting && refresh(), 300));
  addEventListener("pagehide", () => changes.close());
}

// A concern that cannot be sent stays on its page and is sent when there is a connection. Its id was made with the page,
// so that however often it is sent, it is one concern. Nothing is kept on the tablet.
for (const form of document.querySelectorAll("form[data-resend]")) {
  const news = form.querySelector("[data-offline]");
  let waits;
  const send = async () => {
    const answer = await fetch(form.action, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      credentials: "same-origin",
      redirect: "manual",
    });
    // On record: its page is opened as a form without script would, so that the sentence about it is seen there.
    if (answer.type === "opaqueredirect") {
      location.assign(form.elements.back.value);
      return;
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    // A refusal: its page takes the place of this one's, and going back finds what was written.
    const says = page.querySelector("#main .verdict, #main h1")?.textContent;
    news.textContent = says ?? "That could not be written down.";
    news.hidden = false;
  };
  const attempt = async () => {
    clearTimeout(waits);
    try {
      await send();
    } catch {
      news.hidden = false;
      waits = setTimeout(attempt, 5000);
    }
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    attempt();
  });
  addEventListener("online", () => waits && attempt());
}
