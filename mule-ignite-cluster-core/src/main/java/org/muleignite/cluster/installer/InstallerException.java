package org.muleignite.cluster.installer;

/** Why a command cannot be done, in one sentence with the remedy. Nothing was changed. */
final class InstallerException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  InstallerException(String message) {
    super(message);
  }
}
