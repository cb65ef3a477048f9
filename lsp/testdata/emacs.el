;;; emacs.el --- Drives Emacs through the desk example -*- lexical-binding: t -*-

;; The working directory is that of the example; MODE is the file of the mode.

(load (getenv "MODE") nil t)

(defun fail (what)
  (princ (format "fails: %s\n" what))
  (kill-emacs 1))

(defun expect (what is)
  (unless is (fail what)))

(defun cursor (text)
  "Go to the first place of TEXT."
  (goto-char (point-min))
  (unless (search-forward text nil t) (fail (concat "there is no " text)))
  (goto-char (match-beginning 0)))

(defun face-of (text)
  (cursor text)
  (get-text-property (point) 'face))

(find-file "desk.rkt")
(expect "the mode of a schedule" (eq major-mode 'rocketc-mode))

;; Colours.
(font-lock-ensure)
(dolist (want '(("task fetch" . font-lock-keyword-face)
                ("fetch when" . font-lock-function-name-face)
                ("when every" . font-lock-keyword-face)
                ("every 2" . font-lock-builtin-face)
                ("timeout" . font-lock-variable-name-face)
                ("\"" . font-lock-string-face)))
  (expect (format "the colour of %S is %s" (car want) (face-of (car want)))
          (eq (face-of (car want)) (cdr want))))

;; Indentation: that of rocketc fmt.
(let ((before (buffer-string))
      (inhibit-message t))
  (indent-region (point-min) (point-max))
  (expect "the indentation" (string= before (buffer-string))))

;; The server.
(unless (require 'eglot nil t)
  (princ "without eglot\n")
  (kill-emacs 0))
(setq eglot-server-programs `((rocketc-mode . (,(getenv "SERVER"))))
      eglot-sync-connect 120
      make-backup-files nil)

(defvar found nil "What the server has found, a list of messages.")
(cl-defmethod eglot-handle-notification :before
  (_server (_method (eql textDocument/publishDiagnostics)) &key diagnostics &allow-other-keys)
  (setq found (mapcar (lambda (d) (plist-get d :message)) diagnostics)))

(defun wait (what is)
  (let ((end (+ (float-time) 120)))
    (while (not (funcall is))
      (when (> (float-time) end) (fail what))
      (accept-process-output nil 0.02))))

(defun change (from to)
  "Write TO in the place of the first FROM."
  (cursor from)
  (delete-char (length from))
  (insert to)
  (eglot--signal-textDocument/didChange))

(apply #'eglot--connect (eglot--guess-contact))
(wait "an answer to initialize" #'eglot-current-server)

;; A finding while typing, which goes when the mistake does.
(change "timeout 1 minute" "timout 1 minute")
(wait "a finding" (lambda ()
                    (and (= (length found) 1)
                         (string-match "did you mean timeout" (car found)))))
(change "timout 1 minute" "timeout 1 minute")
(wait "the end of the finding" (lambda () (null found)))

;; Into Go.
(cursor "prices.Fetch")
(forward-char (length "prices."))
(let ((at (car (xref-backend-definitions
                'eglot (xref-backend-identifier-at-point 'eglot)))))
  (expect "the Go function"
          (and at (string-match "prices\\.go" (xref-location-group (xref-item-location at))))))

;; A task gets another name.
(cursor "fetch when")
(eglot-rename "get")
(dolist (text '("task get when every" "when after get failed" "do run get(region"))
  (cursor text))

;; The layout.
(change "task late" "    task late")
(eglot-format-buffer)
(cursor "\ntask late when")

(set-buffer-modified-p nil)
(eglot-shutdown (eglot-current-server))
(princ "all is well\n")
(kill-emacs 0)
