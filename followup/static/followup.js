// Starts what a page asks for; every page works without it.
import "./names.js";
import "./keys.js";
import "./drafts.js";
import "./saving.js";
import "./session.js";
import "./fields.js";
import "./passwords.js";
import "./lists.js";
import "./next_step.js";
import "./say.js";
import "./calling.js";
import "./bars.js";
