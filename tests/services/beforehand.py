"""``python -m tests.services.beforehand`` makes what tests would wait for."""

from tests.services.data_folder import DATA_FOLDER
from tests.services.postgresql import CLUSTER

if __name__ == "__main__":
    for kept in (DATA_FOLDER, CLUSTER):
        kept.keep()
