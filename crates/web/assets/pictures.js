// Taking pictures in with progress, the camera of an enrolled tablet, and covering parts. Files go piece by piece (tus 1.0.0),
// so that a broken connection goes on where it stopped. Nothing is kept on the tablet.

const PIECE = 2 * 1024 * 1024;
const PATIENCE_MS = 3000;
const TRIES_MAX = 40;

const wait = (ms) => new Promise((done) => setTimeout(done, ms));

// One file, from where the server says it is.
const send = async (blob, progress) => {
  const begun = await fetch("/uploads", { method: "POST", credentials: "same-origin" });
  if (!begun.ok) throw new Error("It cannot be taken in now.");
  const place = begun.headers.get("location");
  let offset = 0;
  for (let tries = 0; offset < blob.size; ) {
    try {
      const answer = await fetch(place, {
        method: "PATCH",
        credentials: "same-origin",
        headers: { "upload-offset": String(offset), "content-type": "application/offset+octet-stream" },
        body: blob.slice(offset, offset + PIECE),
      });
      if (answer.status === 404) throw Object.assign(new Error("It must be sent again."), { final: true });
      if (!answer.ok) throw new Error(String(answer.status));
      offset = Number(answer.headers.get("upload-offset"));
      tries = 0;
    } catch (error) {
      tries += 1;
      if (error.final || tries > TRIES_MAX) throw new Error("The connection is gone: please send it again.");
      progress(offset / blob.size, "waiting for the connection");
      await wait(PATIENCE_MS);
      const known = await fetch(place, { method: "HEAD", credentials: "same-origin" }).catch(() => undefined);
      if (known?.ok) offset = Number(known.headers.get("upload-offset"));
      else if (known?.status === 404) throw new Error("It must be sent again.");
    }
    progress(offset / blob.size, "on its way");
  }
  return place;
};

const line = (list, name) => {
  const item = document.createElement("li");
  const bar = document.createElement("progress");
  const says = document.createElement("span");
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute("aria-label", name);
  item.append(bar, ` ${name}: `, says);
  list.prepend(item);
  return {
    progress: (part, words) => {
      bar.value = part;
      says.textContent = words;
    },
    done: ({ id, says: words, error, clauses }) => {
      bar.remove();
      says.replaceChildren();
      const tag = document.createElement("span");
      tag.className = `tag ${id ? "kept" : "broken"}`;
      tag.textContent = id ? "✓ taken in" : "■ not taken in";
      says.append(tag, " ");
      if (id) {
        const link = document.createElement("a");
        link.href = `/pictures/${id}`;
        link.textContent = "look at it";
        says.append(link);
      } else {
        says.append(words ?? error ?? "It was not taken in.");
        for (const clause of clauses ?? []) {
          const link = document.createElement("a");
          link.className = "clause";
          link.href = `/policy/clauses/${clause}`;
          link.textContent = clause;
          says.append(" ", link);
        }
      }
    },
  };
};

// What the form says, without its files.
const fields = (form) => {
  const said = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") said.append(name, value);
  return said;
};

const takeIn = async (form, blob, name) => {
  const row = line(form.querySelector("[data-results]"), name);
  try {
    const said = fields(form);
    const place = await send(blob, row.progress);
    row.progress(1, "being looked at");
    said.set("name", name);
    const answer = await fetch(`${place}/picture`, { method: "POST", body: said, credentials: "same-origin" });
    const result = await answer.json();
    row.done(result);
    return Boolean(result.id);
  } catch (error) {
    row.done({ error: error.message });
    return false;
  }
};

// Who may not be in a picture for the chosen purpose is marked by a sign and a word, before anything is made.
const marked = (form) => {
  const purpose = form.querySelector("[data-purpose]");
  const who = form.querySelector("[data-who]");
  const mark = () => {
    const refused = new Set((purpose.selectedOptions[0]?.dataset.refused ?? "").split(" "));
    for (const box of who.querySelectorAll("input")) {
      const not = refused.has(box.value);
      box.parentElement.classList.toggle("refused", not);
      box.parentElement.querySelector("[data-not]").hidden = !not;
    }
    const shows = form.querySelector("input[name=shows]:checked")?.value;
    who.hidden = shows === "rooms";
    const seen = [...who.querySelectorAll("input:checked")].filter((box) => refused.has(box.value));
    const warn = form.querySelector("[data-warn]");
    if (!warn) return;
    const names = seen.map((box) => box.parentElement.querySelector("span").textContent);
    warn.hidden = names.length === 0 || shows !== "children";
    warn.textContent = warn.hidden ? "" : `■ ${names.join(", ")} may not be in pictures for this. Turn the camera away, or choose something else.`;
  };
  form.addEventListener("change", mark);
  mark();
};

const intake = document.querySelector("form[data-intake]");
if (intake) {
  marked(intake);
  intake.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = intake.querySelector("button.main");
    const input = intake.querySelector("input[type=file]");
    button.disabled = true;
    // Two at a time: as many as are worked on at once.
    const files = [...input.files];
    const next = async () => {
      for (let file = files.shift(); file; file = files.shift()) await takeIn(intake, file, file.name);
    };
    await Promise.all([next(), next()]);
    input.value = "";
    button.disabled = false;
  });
}

const camera = document.querySelector("form[data-camera]");
if (camera) {
  marked(camera);
  const finder = camera.querySelector("[data-finder]");
  const shutter = camera.querySelector("[data-shutter]");
  const record = camera.querySelector("[data-record]");
  const says = camera.querySelector("[data-says]");
  const RECORDING_SECONDS_MAX = 60;
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 4096 } }, audio: false });
    finder.srcObject = stream;
    await finder.play();
    shutter.disabled = false;
    record.disabled = typeof MediaRecorder === "undefined";
    addEventListener("pagehide", () => stream.getTracks().forEach((track) => track.stop()));
    shutter.addEventListener("click", async () => {
      const canvas = document.createElement("canvas");
      [canvas.width, canvas.height] = [finder.videoWidth, finder.videoHeight];
      canvas.getContext("2d").drawImage(finder, 0, 0);
      const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.92));
      shutter.disabled = true;
      await takeIn(camera, blob, `picture of ${new Date().toLocaleTimeString("en-GB")}`);
      shutter.disabled = false;
    });
    let recorder;
    record.addEventListener("click", async () => {
      if (recorder) {
        recorder.stop();
        return;
      }
      const kind = ["video/mp4", "video/webm"].find((kind) => MediaRecorder.isTypeSupported(kind));
      recorder = new MediaRecorder(stream, { mimeType: kind });
      const pieces = [];
      recorder.addEventListener("dataavailable", (event) => pieces.push(event.data));
      const over = new Promise((done) => recorder.addEventListener("stop", done, { once: true }));
      recorder.start(1000);
      record.textContent = "Stop recording";
      const limit = setTimeout(() => recorder?.stop(), RECORDING_SECONDS_MAX * 1000);
      await over;
      clearTimeout(limit);
      recorder = undefined;
      record.textContent = "Record";
      await takeIn(camera, new Blob(pieces, { type: kind }), `recording of ${new Date().toLocaleTimeString("en-GB")}`);
    });
  } catch {
    says.textContent = "The camera cannot be used: allow it for this page in the browser, and open the page again.";
  }
}

// Covers: drawn with a finger or the mouse, moved and sized with keys.
const form = document.querySelector("form[data-cover]");
if (form) {
  const board = form.querySelector("[data-board]");
  const kept = form.querySelector("[data-fields]");
  const add = form.querySelector("[data-add]");
  const covers = new Map();
  kept.hidden = true;
  kept.replaceChildren();
  add.hidden = false;
  const clamp = (value, low, high) => Math.min(high, Math.max(low, value));
  const place = (cover, { x, y, w, h }) => {
    const box = { w: clamp(w, 1, 100), h: clamp(h, 1, 100) };
    box.x = clamp(x, 0, 100 - box.w);
    box.y = clamp(y, 0, 100 - box.h);
    Object.assign(cover.style, { left: `${box.x}%`, top: `${box.y}%`, width: `${box.w}%`, height: `${box.h}%` });
    covers.get(cover).value = [box.x, box.y, box.w, box.h].map((part) => part.toFixed(2)).join(" ");
    cover.box = box;
  };
  const cover = (box) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "cover";
    made.setAttribute("aria-label", `Cover ${covers.size + 1}: arrow keys move it, Shift with arrow keys changes its size, Delete takes it away`);
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = "region";
    kept.append(field);
    covers.set(made, field);
    board.append(made);
    place(made, box);
    made.addEventListener("keydown", (event) => {
      const by = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
      if (by) {
        event.preventDefault();
        const { x, y, w, h } = made.box;
        place(made, event.shiftKey ? { x, y, w: w + by[0], h: h + by[1] } : { x: x + by[0], y: y + by[1], w, h });
      } else if (event.key === "Delete" || event.key === "Backspace") {
        event.preventDefault();
        field.remove();
        covers.delete(made);
        made.remove();
        add.focus();
      }
    });
    return made;
  };
  add.addEventListener("click", () => cover({ x: 40, y: 35, w: 20, h: 30 }).focus());
  board.addEventListener("pointerdown", (event) => {
    if (event.target.closest(".cover")) return;
    event.preventDefault();
    const frame = board.getBoundingClientRect();
    const at = (there) => [((there.clientX - frame.left) / frame.width) * 100, ((there.clientY - frame.top) / frame.height) * 100];
    const [startX, startY] = at(event);
    const drawn = cover({ x: startX, y: startY, w: 1, h: 1 });
    board.setPointerCapture(event.pointerId);
    const move = (there) => {
      const [x, y] = at(there);
      place(drawn, { x: Math.min(x, startX), y: Math.min(y, startY), w: Math.abs(x - startX), h: Math.abs(y - startY) });
    };
    board.addEventListener("pointermove", move);
    board.addEventListener("pointerup", () => board.removeEventListener("pointermove", move), { once: true });
    board.addEventListener("pointercancel", () => board.removeEventListener("pointermove", move), { once: true });
  });
}
