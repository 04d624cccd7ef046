import json
import logging
import os
import sys
from decimal import Decimal

logger = logging.getLogger()
logger.setLevel("INFO")


def neighbour(event, context):
    return {"statusCode": 200, "body": str(json.loads(event["body"])["n"])}


def context(event, context):
    public = sorted(name for name in dir(context) if not name.startswith("_"))
    return {"statusCode": 200, "body": json.dumps({
        "names": public,
        "function": context.function_name,
        "memory": context.memory_limit_in_mb,
        "arn": context.invoked_function_arn,
        "requestId": context.aws_request_id,
        "remaining": context.get_remaining_time_in_millis(),
        "identity": context.identity.cognito_identity_id,
        "client": context.client_context,
        "trace": os.environ["_X_AMZN_TRACE_ID"],
        "cwd": os.getcwd() == os.environ["LAMBDA_TASK_ROOT"],
        "log": [os.environ["AWS_LAMBDA_LOG_GROUP_NAME"] == context.log_group_name,
                os.environ["AWS_LAMBDA_LOG_STREAM_NAME"] == context.log_stream_name],
        "environment": os.environ["AWS_EXECUTION_ENV"],
    })}


def logs(event, context):
    print("printed", "words")
    logger.info("logged %s", "line")
    logging.getLogger("deeper").warning("two\nlines")
    logger.debug("not shown")
    sys.stdout.write("without an end")
    return {"statusCode": 200, "body": context.aws_request_id}


def decimals(event, context):
    return {"statusCode": Decimal(200), "body": "umlauts äöü"}
