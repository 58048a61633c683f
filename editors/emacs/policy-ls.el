;;; policy-ls.el --- policy-ls in Emacs, through Eglot or lsp-mode  -*- lexical-binding: t -*-
;; Needs Emacs 28 or later, markdown-mode, and `policy-ls' on the PATH.

(defvar policy-ls-command '("policy-ls" "serve")
  "The command that starts the server.")

(defvar policy-ls-options nil
  "What the server is told at its start, as a plist:
:inlayHints and :codeLens (t or :json-false), :semanticTokens t.")

;; Eglot: M-x eglot in a draft, or (add-hook 'markdown-mode-hook #'eglot-ensure).
(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs
               (cons '(markdown-mode text-mode)
                     (lambda (&rest _)
                       (append policy-ls-command
                               (when policy-ls-options
                                 (list :initializationOptions policy-ls-options)))))))

;; lsp-mode: M-x lsp in a draft, or (add-hook 'markdown-mode-hook #'lsp-deferred).
(with-eval-after-load 'lsp-mode
  (add-to-list 'lsp-language-id-configuration '(text-mode . "plaintext"))
  (lsp-register-client
   (make-lsp-client :new-connection (lsp-stdio-connection (lambda () policy-ls-command))
                    :activation-fn (lsp-activate-on "markdown" "plaintext")
                    :initialization-options (lambda () policy-ls-options)
                    :add-on? t
                    :server-id 'policy-ls)))

(provide 'policy-ls)
;;; policy-ls.el ends here
